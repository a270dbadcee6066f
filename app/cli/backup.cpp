#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/text.h"
#include "app/cli/watched_act.h"
#include "app/composition.h"
#include "backend/store/store_safety.h"

#include <filesystem>
#include <memory>

namespace binnacle::cli {

namespace {

int run(Context& context, const std::string& target)
{
    WatchedAct act(context.out);
    auto safety = openSafety(context.storeLocation());
    if (!safety)
        return context.out.fail(safety.error());
    const auto made = act.run(
        [&](const SafetyWatch& watch) { return (*safety)->backUp(std::filesystem::absolute(target).string(), watch); });
    if (!made)
        return context.out.fail(made.error());
    if (context.out.isTable()) {
        context.out.line("Backed up " + formatCount(made->events) + " events, verified, to " + printable(made->path)
            + " (" + formatBytes(static_cast<double>(made->sizeBytes)) + ").");
        context.out.line("Its head: " + toString(made->head));
        return exitDone;
    }
    context.out.object({ { "file", made->path }, { "events", made->events }, { "last_seq", made->head.seq },
        { "head", toString(made->head) }, { "size_bytes", made->sizeBytes }, { "duration_ms", act.millis() } });
    return exitDone;
}

} // namespace

void addBackupCommand(Command& root)
{
    const auto target = std::make_shared<std::string>();
    auto command = root.add("backup", "Copy the log, quarantine included, to a file, also while events come in");
    command.option("file", *target, "Where to; it appears when the copy is verified and on disk", true);
    command.footer("What is derived from the log is not copied: it is made anew after a restore.");
    command.run([target](Context& context) { return run(context, *target); });
}

} // namespace binnacle::cli
