#include "app/cli/command.h"
#include "app/cli/commands.h"

#include <memory>

namespace binnacle::cli {

namespace {

struct Options {
    std::string path;
    std::string value;
};

int get(Context& context, const std::string& path)
{
    SettingsFile file(context.settingsFile());
    if (const auto loaded = file.reload(); !loaded)
        return context.out.fail(loaded.error());
    const auto value = file.get(path);
    if (!value)
        return context.out.fail(value.error());
    context.out.line(*value);
    return exitDone;
}

int set(Context& context, const Options& options)
{
    SettingsFile file(context.settingsFile());
    if (const auto loaded = file.reload(); !loaded)
        return context.out.fail(loaded.error());
    if (const auto written = file.set(options.path, options.value); !written)
        return context.out.fail(written.error());
    context.out.note(options.path + " is now " + *file.get(options.path) + " (" + file.path() + ")");
    return exitDone;
}

int check(Context& context)
{
    SettingsFile file(context.settingsFile());
    const auto loaded = file.reload();
    const bool good = loaded.ok();
    if (!good && file.problems().empty())
        return context.out.fail(loaded.error()); // It could not even be read.
    std::vector<Record> problems;
    for (const auto& problem : file.problems()) {
        problems.push_back({ { "path", problem.path }, { "value", textOrNull(problem.value) },
            { "expected", problem.expected }, { "message", problem.message() } });
    }
    if (context.out.isTable()) {
        for (const auto& problem : problems)
            context.out.line(toText(valueOf(problem, "message")));
        if (good)
            context.out.line("The settings in " + file.path() + " are good.");
    } else if (context.out.format() == Format::Json) {
        context.out.object(
            { { "file", file.path() }, { "ok", good }, { "problems", List(problems.begin(), problems.end()) } });
    } else {
        context.out.rows("problems", {}, problems);
    }
    return good ? exitDone : exitFailed;
}

} // namespace

void addSettingsCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto settings = root.add("settings", "Look at, change and check the settings");
    settings.add("get", "Print settings as JSON")
        .option("key", options->path, "For example gateway.port; everything without it")
        .run([options](Context& context) { return get(context, options->path); });
    settings.add("set", "Check a value and write it to the settings file")
        .option("key", options->path, "For example gateway.port", true)
        .option("value", options->value, "JSON, or plain text", true)
        .run([options](Context& context) { return set(context, *options); });
    settings.add("check", "Tell everything that is wrong with the settings file").run(check);
}

} // namespace binnacle::cli
