#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_line.h"
#include "app/cli/text.h"
#include "app/composition.h"
#include "backend/store/store_safety.h"

#include <chrono>
#include <filesystem>
#include <memory>

namespace binnacle::cli {

namespace {

int run(Context& context, const std::string& target)
{
    const InterruptGuard interrupt;
    auto safety = openSafety(context.storeLocation());
    if (!safety)
        return context.out.fail(safety.error());
    ProgressLine line(context.out);
    SafetyWatch watch;
    watch.progress = [&line](const SafetyWatch::Progress& at) { line.show(at.what, at.done, at.total); };
    watch.cancel = interrupt.token();
    const auto started = std::chrono::steady_clock::now();
    const auto made = (*safety)->backUp(std::filesystem::absolute(target).string(), watch);
    line.clear();
    if (!made)
        return context.out.fail(made.error());
    const auto millis =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
    if (context.out.isTable()) {
        context.out.line("Backed up " + formatCount(made->events) + " events, verified, to " + printable(made->path)
            + " (" + formatBytes(static_cast<double>(made->sizeBytes)) + ").");
        context.out.line("Its head: " + toString(made->head));
        return exitDone;
    }
    context.out.object({ { "file", made->path }, { "events", made->events }, { "last_seq", made->head.seq },
        { "head", toString(made->head) }, { "size_bytes", made->sizeBytes },
        { "duration_ms", std::int64_t{ millis.count() } } });
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
