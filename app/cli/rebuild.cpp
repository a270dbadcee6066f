#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/text.h"
#include "app/composition.h"
#include "backend/store/event_store.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace binnacle::cli {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// Draws "45 %  450,000 of 1,000,000  310,000/s  2 s left" at most ten times a second.
class ProgressLine {
public:
    explicit ProgressLine(const Output& out)
        : m_out(out)
    {
    }

    void show(RebuildProgress progress)
    {
        const auto now = SteadyClock::now();
        if (now - m_drawn < std::chrono::milliseconds(100) || progress.total == 0)
            return;
        m_drawn = now;
        const double seconds = std::chrono::duration<double>(now - m_started).count();
        const double rate = seconds > 0 ? static_cast<double>(progress.done) / seconds : 0;
        auto line = std::to_string(progress.done * 100 / progress.total) + " %  " + formatCount(progress.done) + " of "
            + formatCount(progress.total) + "  " + formatCount(static_cast<long long>(rate)) + "/s";
        if (rate > 0) {
            const auto left = static_cast<double>(progress.total - progress.done) / rate;
            line += "  " + formatCount(static_cast<long long>(left + 1)) + " s left";
        }
        m_out.progress(line);
    }

private:
    const Output& m_out;
    SteadyClock::time_point m_started = SteadyClock::now();
    SteadyClock::time_point m_drawn;
};

/// Makes the projections anew; with `compares`, tells whether they were what the log makes of them.
int run(Context& context, bool compares)
{
    // A rebuild of what is not there must not make an empty store.
    if (auto readable = openStore(context.storeLocation(), StoreMode::Read); !readable)
        return context.out.fail(readable.error());
    const InterruptGuard interrupt;
    auto store = openStore(context.storeLocation(), StoreMode::Write);
    if (!store)
        return context.out.fail(store.error());
    std::optional<std::string> before;
    if (compares) {
        auto checksum = (*store)->projectionChecksum();
        if (!checksum)
            return context.out.fail(checksum.error());
        before = std::move(*checksum);
    }
    ProgressLine line(context.out);
    const auto started = SteadyClock::now();
    const auto folded = (*store)->rebuild([&](RebuildProgress progress) { line.show(progress); }, interrupt.token());
    context.out.progress({});
    if (!folded)
        return context.out.fail(folded.error());
    const auto checksum = (*store)->projectionChecksum();
    if (!checksum)
        return context.out.fail(checksum.error());
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started).count();
    Record record{ { "events", *folded }, { "duration_ms", std::int64_t{ millis } }, { "checksum", *checksum } };
    if (before)
        record.push_back({ "was_equal", *before == *checksum });
    context.out.object(record);
    return exitDone;
}

} // namespace

void addRebuildCommand(Command& root)
{
    const auto compares = std::make_shared<bool>(false);
    auto command = root.add("rebuild", "Make everything that is derived from the log anew");
    command.flag("--compare", *compares, "Tell whether it was the same before");
    command.run([compares](Context& context) { return run(context, *compares); });
}

} // namespace binnacle::cli
