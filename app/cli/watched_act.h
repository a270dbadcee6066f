#pragma once

#include "app/cli/interrupt.h"
#include "app/cli/progress_line.h"
#include "backend/store/store_safety.h"

#include <chrono>
#include <cstdint>
#include <utility>

namespace binnacle::cli {

/// A long act that draws how far it is, ends when the user interrupts it, and is timed. Made before any other thread,
/// like the InterruptGuard that it holds.
class WatchedAct {
public:
    explicit WatchedAct(const Output& out)
        : m_out(out)
    {
    }

    /// Gives what `act` gives, which takes the SafetyWatch.
    template <typename Act>
    auto run(const Act& act)
    {
        ProgressLine line(m_out);
        SafetyWatch watch;
        watch.progress = [&line](const SafetyWatch::Progress& at) { line.show(at.what, at.done, at.total); };
        watch.cancel = m_interrupt.token();
        const auto started = SteadyClock::now();
        auto result = act(std::as_const(watch));
        line.clear();
        m_time = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started);
        return result;
    }
    /// How long the run took.
    std::int64_t millis() const { return m_time.count(); }

private:
    using SteadyClock = std::chrono::steady_clock;

    const Output& m_out;
    const InterruptGuard m_interrupt;
    std::chrono::milliseconds m_time{};
};

} // namespace binnacle::cli
