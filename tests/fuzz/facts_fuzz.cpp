#include "backend/event/facts_codec.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Any bytes decode to an event or an error; what decodes can be written and read again, to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    std::string_view in(reinterpret_cast<const char*>(data), size);
    while (!in.empty()) {
        const auto event = decodeFacts(in);
        if (!event)
            return 0;
        std::string first;
        encodeFacts(*event, first);
        std::string_view again = first;
        const auto second = decodeFacts(again);
        if (!second || !again.empty())
            std::abort();
        std::string last;
        encodeFacts(*second, last);
        if (first != last)
            std::abort();
    }
    return 0;
}
