#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/text.h"
#include "app/cli/watched_act.h"
#include "app/composition.h"
#include "backend/store/store_safety.h"

#include <memory>

namespace binnacle::cli {

namespace {

struct Options {
    std::string backup;
    std::string target;
    bool replaces = false;
};

int run(Context& context, const Options& options)
{
    WatchedAct act(context.out);
    const std::string target = options.target.empty() ? context.storeLocation() : options.target;
    const auto restored = act.run(
        [&](const SafetyWatch& watch) { return restoreStore(options.backup, target, options.replaces, watch); });
    if (!restored)
        return context.out.fail(restored.error());
    if (context.out.isTable()) {
        context.out.line("Restored " + formatCount(restored->events) + " events to " + printable(restored->path) + ".");
        if (!restored->replaced.empty())
            context.out.line("The store that was there is kept as " + printable(restored->replaced) + ".");
        context.out.line("Entities and counts are made from the log when the store is opened next.");
        return exitDone;
    }
    context.out.object({ { "store", restored->path }, { "events", restored->events },
        { "last_seq", restored->head.seq }, { "head", toString(restored->head) }, { "size_bytes", restored->sizeBytes },
        { "replaced", textOrNull(restored->replaced) }, { "duration_ms", act.millis() } });
    return exitDone;
}

} // namespace

void addRestoreCommand(Command& root)
{
    const auto options = std::make_shared<Options>();
    auto command = root.add("restore", "Check a backup and put a copy of it in the place of the store");
    command.option("backup", options->backup, "A file that binnacle backup made", true);
    command.option("--to", options->target, "Where to; default: the store");
    command.flag("--replace", options->replaces, "Also where there is a store already; it is kept beside the new one");
    command.run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
