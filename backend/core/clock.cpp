#include "backend/core/clock.h"

#include <chrono>

namespace binnacle {

namespace {

class SystemClock final : public Clock {
public:
    Timestamp now() const override
    {
        using namespace std::chrono;
        return { duration_cast<microseconds>(system_clock::now().time_since_epoch()).count() };
    }
};

} // namespace

const Clock& Clock::system()
{
    static const SystemClock clock;
    return clock;
}

} // namespace binnacle
