#pragma once

namespace binnacle::cli {

class Command;

// One function a subcommand, each in a file of its name.
void addDemoCommand(Command& root);
void addVersionCommand(Command& root);

/// Adds every subcommand to `root`, in the order of --help.
void addAllCommands(Command& root);

} // namespace binnacle::cli
