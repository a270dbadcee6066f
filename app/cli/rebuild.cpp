#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_line.h"
#include "app/cli/records.h"
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

/// Makes the projections anew; with `compares`, tells whether they were what the log makes of them.
int run(Context& context, bool compares)
{
    // A rebuild of what is not there must not make an empty store.
    if (auto readable = openStore(context.storeLocation(), StoreMode::Read); !readable)
        return context.out.fail(readable.error());
    std::optional<InterruptGuard> interrupt(std::in_place);
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
    const auto rebuilt = (*store)->rebuild(
        [&](RebuildProgress progress) { line.show({}, progress.done, progress.total); }, interrupt->token());
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started).count();
    line.clear();
    // Nothing is written any more.
    interrupt.reset();
    if (!rebuilt)
        return context.out.fail(rebuilt.error());
    const auto checksum = (*store)->projectionChecksum();
    if (!checksum)
        return context.out.fail(checksum.error());
    Record record{ { "events", rebuilt->events }, { "duration_ms", std::int64_t{ millis } }, { "checksum", *checksum },
        { "left_out", listOf(rebuilt->leftOut) } };
    if (before)
        record.push_back({ "was_equal", *before == *checksum });
    context.out.object(record);
    if (rebuilt->leftOut.empty())
        return exitDone;
    context.out.warn(countOf(rebuilt->leftOut) + " cannot be read, so entities and counts are without them: "
        + namesOf(rebuilt->leftOut) + ". Restore a backup to have them back.");
    return exitPartial;
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
