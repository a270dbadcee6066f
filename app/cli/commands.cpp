#include "app/cli/commands.h"

#include "app/cli/command.h"

namespace binnacle::cli {

void addAllCommands(Command& root)
{
    addIngestCommand(root);
    addEntitiesCommand(root);
    addEntityCommand(root);
    addEventsCommand(root);
    addStepsCommand(root);
    addRunsCommand(root);
    addArtifactsCommand(root);
    addQuarantineCommand(root);
    addExportCommand(root);
    addRebuildCommand(root);
    addDemoCommand(root);
    addServeCommand(root);
    addSettingsCommand(root);
    addBackupCommand(root);
    addRestoreCommand(root);
    addVerifyCommand(root);
    addDoctorCommand(root);
    addVersionCommand(root);
}

} // namespace binnacle::cli
