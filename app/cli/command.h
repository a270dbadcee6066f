#pragma once

#include "app/cli/output.h"
#include "backend/core/result.h"
#include "backend/core/settings.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace binnacle::cli {

/// Options that every subcommand understands, before or behind its name.
struct CommonOptions {
    std::string store; ///< LOCATION; empty: the default store.
    std::string settingsFile; ///< Empty: the default file.
    Format format = Format::Table;
    bool quiet = false;
    bool verbose = false;
    bool demo = false; ///< Of the dashboard: open the labelled demo instead of the user's store.
};

/// What a subcommand gets when it runs.
struct Context {
    const CommonOptions& options;
    Output& out;

    /// Path of the store: --store, else the default one.
    std::string storeLocation() const;
    std::string settingsFile() const;
    /// The settings in force; errors SETTINGS_INVALID and SETTINGS_UNREADABLE.
    Result<Settings> settings() const;
};

/// What a subcommand does. Gives the exit code.
using Action = std::function<int(Context&)>;

/// A subcommand while it is described. Wrong usage is reported by the parser with exit code 2 before an
/// action runs. CLI11 stays behind this class, in one file: it is slow to compile.
class Command {
public:
    /// What the parsed command line asks for.
    struct Choice {
        Action action; ///< Empty: no subcommand was named.
    };

    Command(CLI::App& app, std::shared_ptr<Choice> choice);

    /// A subcommand below this one.
    Command add(std::string_view name, std::string_view help);

    /// "--limit", a flag without a value, or a positional when `name` does not begin with "-". The targets
    /// must live until the action runs: use a std::shared_ptr that the action holds too.
    Command& option(std::string_view name, std::string& target, std::string_view help, bool required = false);
    Command& option(std::string_view name, std::int64_t& target, std::string_view help);
    Command& option(std::string_view name, double& target, std::string_view help);
    Command& list(
        std::string_view name, std::vector<std::string>& target, std::string_view help, bool required = false);
    Command& list(
        std::string_view name, std::vector<std::int64_t>& target, std::string_view help, bool required = false);
    Command& flag(std::string_view name, bool& target, std::string_view help);
    /// An option whose value is one of `choices`.
    Command& choice(std::string_view name, std::string& target, std::vector<std::string> choices, std::string_view help,
        bool required = false);

    /// Text below the options in --help.
    Command& footer(std::string_view text);

    /// What runs when this subcommand was named. Without one, a subcommand below it is required.
    void run(Action action);

private:
    CLI::App* m_app;
    std::shared_ptr<Choice> m_choice;
};

/// Parses the command line and runs what it names; `dashboard` runs where it names nothing. Exit code.
int runCommandLine(int argc, char** argv, const Action& dashboard);

} // namespace binnacle::cli
