#include "app/cli/progress_line.h"

#include "app/cli/text.h"

namespace binnacle::cli {

void ProgressLine::show(std::string_view what, std::int64_t done, std::int64_t total)
{
    const auto now = SteadyClock::now();
    const bool isNew = what != m_what;
    if (!isNew && now - m_drawn < std::chrono::milliseconds(100))
        return;
    if (isNew) {
        m_what = what;
        m_started = now;
    }
    m_drawn = now;
    std::string line = m_what;
    if (total > 0) {
        const double seconds = std::chrono::duration<double>(now - m_started).count();
        const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
        line += (line.empty() ? "" : "  ") + std::to_string(done * 100 / total) + " %  " + formatCount(done) + " of "
            + formatCount(total);
        if (rate >= 1) {
            const auto left = static_cast<double>(total - done) / rate;
            line += "  " + formatCount(static_cast<long long>(rate)) + "/s  "
                + formatCount(static_cast<long long>(left + 1)) + " s left";
        }
    }
    m_out.progress(line);
}

} // namespace binnacle::cli
