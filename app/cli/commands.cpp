#include "app/cli/commands.h"

#include "app/cli/command.h"

namespace binnacle::cli {

void addAllCommands(Command& root)
{
    addDemoCommand(root);
    addVersionCommand(root);
}

} // namespace binnacle::cli
