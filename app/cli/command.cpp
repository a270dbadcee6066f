#include "app/cli/command.h"

#include "app/cli/commands.h"
#include "app/paths.h"
#include "app/version.h"
#include "backend/core/logging.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <exception>

namespace binnacle::cli {

namespace {

/// The format asked for, found without the parser: wrong usage has to be told in it, too.
Format formatOnCommandLine(int argc, char** argv)
{
    auto format = Format::Table;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        constexpr std::string_view joined = "--format=";
        std::optional<Format> named;
        if (argument == "--format" && i + 1 < argc)
            named = formatFromString(argv[i + 1]);
        else if (argument.substr(0, joined.size()) == joined)
            named = formatFromString(argument.substr(joined.size()));
        format = named.value_or(format);
    }
    return format;
}

constexpr std::string_view commonOptionsHint =
    "Options of every subcommand: --store, --settings, --format, --quiet, --verbose; see binnacle --help.";

/// Stands for the leading minus of a word such as "-project:docs", which is a word of a query and no option.
constexpr char negation = '\x1f';

/// The arguments in the reversed order that CLI11 takes, with negated words of queries marked.
std::vector<std::string> markedArguments(int argc, char** argv)
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    for (auto& argument : arguments) {
        if (argument == "--")
            break;
        const auto colon = argument.find(':');
        const bool isWord =
            argument.size() > 2 && argument[0] == '-' && std::isalpha(static_cast<unsigned char>(argument[1]));
        if (isWord && colon != std::string::npos && argument.find_first_of("= ") > colon)
            argument[0] = negation;
    }
    std::reverse(arguments.begin(), arguments.end());
    return arguments;
}

std::string unmarked(std::string argument)
{
    if (!argument.empty() && argument[0] == negation)
        argument[0] = '-';
    return argument;
}

void addCommonOptions(CLI::App& app, CommonOptions& options, std::string& format)
{
    app.add_option("--store", options.store, "Path of the store")->type_name("LOCATION");
    app.add_option("--settings", options.settingsFile, "Settings file")->type_name("FILE");
    app.add_option("--format", format, "How answers are written")
        ->check(CLI::IsMember({ "table", "json", "csv", "ndjson" }))
        ->default_str("table");
    app.add_flag("--quiet", options.quiet, "No remarks and no progress");
    app.add_flag("--verbose", options.verbose, "Log what happens on standard error");
}

/// The dashboard has no terminal that anybody reads, so it writes a log file, too.
void configureLog(const CommonOptions& options, bool toFile)
{
    SettingsFile settings(options.settingsFile.empty() ? defaultSettingsFile() : options.settingsFile);
    auto level = log::Level::Normal;
    if (settings.reload()) // wrong settings are told by whoever needs them
        level = settings.current().log.level;
    if (options.quiet)
        level = log::Level::Quiet;
    else if (options.verbose)
        level = log::Level::Verbose;
    const bool hasFolder = toFile && makeDirectory(stateDirectory()).ok();
    try {
        log::configure(level, hasFolder ? stateDirectory() + "/binnacle.log" : std::string());
    } catch (const std::exception&) {
        log::configure(level); // the folder cannot be written; the doctor says so
    }
}

int usageError(const CLI::App& app, const CLI::ParseError& error, const Output& out)
{
    const auto* named = &app;
    while (!named->get_subcommands().empty())
        named = named->get_subcommands().front();
    std::string path = named->get_name();
    for (const auto* parent = named->get_parent(); parent; parent = parent->get_parent())
        path.insert(0, parent->get_name() + " ");
    std::string message = error.what();
    if (!message.empty() && message.back() != '.')
        message += '.';
    out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE", message, "See: " + path + " --help"));
    return exitUsage;
}

/// What is wrong with --demo; empty: nothing.
std::string demoProblem(const CommonOptions& options, bool hasSubcommand)
{
    if (!options.demo)
        return {};
    if (hasSubcommand)
        return "--demo is for the dashboard; events for other uses come from: binnacle demo.";
    if (!options.store.empty())
        return "--demo makes a store of its own; leave --store out.";
    return {};
}

int runAction(const Action& action, const CommonOptions& options, Output& out)
{
    Context context{ options, out };
    int code = exitFailed;
    try {
        code = action(context);
    } catch (const std::exception& problem) {
        return out.fail(
            Error::make(ErrorKind::Internal, "INTERNAL", std::string("Unexpected problem: ") + problem.what(),
                "This is a defect of Binnacle; please report it with the command that showed it."));
    }
    if (!out.flush())
        return out.fail(Error::make(ErrorKind::Unavailable, "OUTPUT_FAILED",
            "The answer could not be written to standard output.", "Check the disk or the program behind the pipe."));
    return code;
}

} // namespace

std::string Context::storeLocation() const
{
    return options.store.empty() ? defaultStoreLocation() : options.store;
}

std::string Context::settingsFile() const
{
    return options.settingsFile.empty() ? defaultSettingsFile() : options.settingsFile;
}

Result<Settings> Context::settings() const
{
    SettingsFile file(settingsFile());
    if (auto loaded = file.reload(); !loaded)
        return loaded.error();
    return file.current();
}

Command::Command(CLI::App& app, std::shared_ptr<Choice> choice)
    : m_app(&app)
    , m_choice(std::move(choice))
{
}

Command Command::add(std::string_view name, std::string_view help)
{
    auto* app = m_app->add_subcommand(std::string(name), std::string(help));
    app->fallthrough();
    app->footer(std::string(commonOptionsHint)); // CLI11 would inherit the outer one
    return { *app, m_choice };
}

Command& Command::option(std::string_view name, std::string& target, std::string_view help, bool required)
{
    m_app->add_option(std::string(name), target, std::string(help))->required(required);
    return *this;
}

Command& Command::option(std::string_view name, std::int64_t& target, std::string_view help)
{
    m_app->add_option(std::string(name), target, std::string(help));
    return *this;
}

Command& Command::option(std::string_view name, double& target, std::string_view help)
{
    m_app->add_option(std::string(name), target, std::string(help));
    return *this;
}

Command& Command::list(std::string_view name, std::vector<std::string>& target, std::string_view help, bool required)
{
    m_app->add_option(std::string(name), target, std::string(help))->required(required)->transform(unmarked);
    return *this;
}

Command& Command::list(std::string_view name, std::vector<std::int64_t>& target, std::string_view help, bool required)
{
    m_app->add_option(std::string(name), target, std::string(help))->required(required);
    return *this;
}

Command& Command::flag(std::string_view name, bool& target, std::string_view help)
{
    m_app->add_flag(std::string(name), target, std::string(help));
    return *this;
}

Command& Command::choice(
    std::string_view name, std::string& target, std::vector<std::string> choices, std::string_view help, bool required)
{
    m_app->add_option(std::string(name), target, std::string(help))
        ->check(CLI::IsMember(std::move(choices)))
        ->required(required);
    return *this;
}

Command& Command::footer(std::string_view text)
{
    m_app->footer(std::string(text) + "\n" + std::string(commonOptionsHint));
    return *this;
}

void Command::run(Action action)
{
    m_app->callback([app = m_app, choice = m_choice, action = std::move(action)] {
        // CLI11 calls the innermost subcommand first; the outer one must not replace it.
        if (app->get_subcommands().empty())
            choice->action = action;
    });
}

int runCommandLine(int argc, char** argv, const Action& dashboard)
{
    CLI::App app(
        "Binnacle receives workflow and business events, keeps them in order and shows what is going on.", "binnacle");
    CommonOptions options;
    std::string format = "table";
    addCommonOptions(app, options, format);
    app.add_flag("--demo", options.demo, "Dashboard: open the labelled demo instead of your store");
    app.set_version_flag("--version", versionLine());
    app.footer("Without a subcommand the dashboard opens.");
    auto choice = std::make_shared<Command::Choice>();
    Command root(app, choice);
    addAllCommands(root);
    for (auto* subcommand : app.get_subcommands(nullptr)) {
        if (!subcommand->get_subcommands(nullptr).empty())
            subcommand->require_subcommand(1);
    }

    try {
        app.parse(markedArguments(argc, argv));
    } catch (const CLI::Success& success) {
        return app.exit(success); // --help, --version
    } catch (const CLI::ParseError& error) {
        return usageError(app, error, Output(formatOnCommandLine(argc, argv), false));
    }
    if (const auto problem = demoProblem(options, choice->action != nullptr); !problem.empty()) {
        Output(formatOnCommandLine(argc, argv), false)
            .fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE", problem, "See: binnacle --help"));
        return exitUsage;
    }
    options.format = formatFromString(format).value_or(Format::Table);
    configureLog(options, !choice->action);
    Output out(options.format, options.quiet);
    return runAction(choice->action ? choice->action : dashboard, options, out);
}

} // namespace binnacle::cli
