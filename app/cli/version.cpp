#include "app/version.h"
#include "app/cli/command.h"
#include "app/cli/commands.h"

namespace binnacle::cli {

void addVersionCommand(Command& root)
{
    root.add("version", "Version and commit of this program").run([](Context& context) {
        if (context.out.isTable())
            context.out.line(versionLine());
        else
            context.out.object({ { "version", version() }, { "commit", commit() } });
        return exitDone;
    });
}

} // namespace binnacle::cli
