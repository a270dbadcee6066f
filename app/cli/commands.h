#pragma once

namespace binnacle::cli {

class Command;

// One function a subcommand, each in a file of its name.
void addDemoCommand(Command& root);
void addArtifactsCommand(Command& root);
void addBackupCommand(Command& root);
void addDoctorCommand(Command& root);
void addEntitiesCommand(Command& root);
void addEntityCommand(Command& root);
void addEventsCommand(Command& root);
void addExportCommand(Command& root);
void addIngestCommand(Command& root);
void addQuarantineCommand(Command& root);
void addRebuildCommand(Command& root);
void addRestoreCommand(Command& root);
void addRunsCommand(Command& root);
void addServeCommand(Command& root);
void addSettingsCommand(Command& root);
void addStepsCommand(Command& root);
void addVerifyCommand(Command& root);
void addVersionCommand(Command& root);

/// Adds every subcommand to `root`, in the order of --help.
void addAllCommands(Command& root);

} // namespace binnacle::cli
