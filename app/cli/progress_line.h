#pragma once

#include "app/cli/output.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::cli {

/// Draws "Reading the log  45 %  450,000 of 1,000,000  310,000/s  2 s left" at most ten times a second.
class ProgressLine {
public:
    explicit ProgressLine(const Output& out)
        : m_out(out)
    {
    }

    /// `what` may be empty; a `total` of 0 is not known.
    void show(std::string_view what, std::int64_t done, std::int64_t total);
    void clear() const { m_out.progress({}); }

private:
    using SteadyClock = std::chrono::steady_clock;

    const Output& m_out;
    std::string m_what;
    SteadyClock::time_point m_started = SteadyClock::now();
    SteadyClock::time_point m_drawn;
};

} // namespace binnacle::cli
