#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/text.h"
#include "app/cli/waiting.h"
#include "app/composition.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace binnacle::cli {

namespace {

using SteadyClock = std::chrono::steady_clock;

struct IngestArguments {
    std::vector<std::string> paths;
    std::string dialect = "auto";
    std::string organization;
    std::string project;
    std::string type;
    bool assumeUtc = false;
};

/// "45 %  450,000 events  310,000/s  2 s left  log.xes.gz", drawn as often as the engine tells.
class ProgressLine {
public:
    explicit ProgressLine(const Output& out)
        : m_out(out)
    {
    }

    void show(const ImportProgress& progress) const
    {
        if (!m_out.showsProgress())
            return;
        std::string line;
        if (progress.bytesTotal > 0)
            line += std::to_string(progress.bytesRead * 100 / progress.bytesTotal) + " %  ";
        else
            line += formatBytes(static_cast<double>(progress.bytesRead)) + "  ";
        line += formatCount(progress.accepted + progress.duplicate) + " events  "
            + formatCount(static_cast<long long>(progress.eventsPerSecond)) + "/s";
        if (progress.rejected > 0)
            line += "  " + formatCount(progress.rejected) + " refused";
        const double seconds = std::chrono::duration<double>(SteadyClock::now() - m_started).count();
        if (progress.bytesTotal > 0 && progress.bytesRead > 0 && seconds > 1) {
            const double left = seconds * static_cast<double>(progress.bytesTotal - progress.bytesRead)
                / static_cast<double>(progress.bytesRead);
            line += "  " + formatCount(static_cast<long long>(left + 1)) + " s left";
        }
        line += "  " + printable(std::filesystem::path(progress.file).filename().string());
        m_out.progress(line);
    }

private:
    const Output& m_out;
    SteadyClock::time_point m_started = SteadyClock::now();
};

/// A wrong path must not leave an empty store behind.
Result<void> checkPaths(const std::vector<std::string>& paths)
{
    for (const std::string& path : paths) {
        std::error_code problem;
        if (path != "-" && !std::filesystem::exists(path, problem) && !problem)
            return Error::make(ErrorKind::NotFound, "INPUT_NOT_FOUND", "There is no file or directory " + path + ".",
                "Check the path.");
    }
    return {};
}

/// What becomes a part of an entity's address must not end it.
Result<void> checkNames(const IngestArguments& arguments)
{
    const std::array names{ std::pair("--organization", &arguments.organization),
        std::pair("--project", &arguments.project), std::pair("--type", &arguments.type) };
    for (const auto& [option, name] : names) {
        if (name->find('/') != std::string::npos)
            return Error::make(ErrorKind::InvalidInput, "INVALID_OPTION",
                std::string(option) + " must not hold a slash, because it is a part of an entity's address.",
                "Choose a name without one.");
    }
    return {};
}

ImportOptions optionsOf(const IngestArguments& arguments, const Settings& settings)
{
    ImportOptions options;
    options.paths = arguments.paths;
    options.dialect = dialectFromString(arguments.dialect); // "auto" is none.
    ParseOptions& parse = options.parse;
    const auto orDefault = [](const std::string& given, const std::string& usual) {
        return given.empty() ? usual : given;
    };
    parse.defaultOrganization = orDefault(arguments.organization, settings.defaults.organization);
    parse.defaultProject = orDefault(arguments.project, settings.defaults.project);
    parse.xesOrganization = arguments.organization;
    parse.xesProject = arguments.project;
    parse.xesEntityType = arguments.type;
    parse.assumeUtc = arguments.assumeUtc;
    return options;
}

Value seqOrNull(Seq seq)
{
    return seq == 0 ? Value() : Value(seq);
}

std::vector<Record> rejectionRecords(const ImportSummary& summary)
{
    std::vector<Record> records;
    for (const ImportSummary::Rejection& rejection : summary.rejections)
        records.push_back({ { "line", static_cast<std::int64_t>(rejection.line) }, { "code", rejection.code },
            { "field", textOrNull(rejection.field) }, { "message", rejection.message }, { "file", rejection.file } });
    return records;
}

void print(const Output& out, const ImportSummary& summary)
{
    const std::int64_t events = summary.accepted + summary.duplicate + summary.rejected;
    const double seconds = static_cast<double>(std::max<std::int64_t>(summary.durationMs, 1)) / 1000.0;
    const auto more = summary.rejected - static_cast<std::int64_t>(summary.rejections.size());
    Record record{ { "read", summary.read }, { "accepted", summary.accepted }, { "duplicate", summary.duplicate },
        { "rejected", summary.rejected }, { "first_seq", seqOrNull(summary.firstSeq) },
        { "last_seq", seqOrNull(summary.lastSeq) }, { "duration_ms", summary.durationMs },
        { "events_per_second", static_cast<std::int64_t>(static_cast<double>(events) / seconds) } };
    const std::vector<Record> rejections = rejectionRecords(summary);
    if (out.isTable()) {
        out.object(record);
        static constexpr std::array columns{ Column{ "file", "File", false, true }, Column{ "line", "Line", true },
            Column{ "code", "Code" }, Column{ "field", "Field" }, Column{ "message", "Message", false, true } };
        out.section("Refused (kept in quarantine)", columns, rejections);
        if (more > 0)
            out.note(formatCount(more) + " more were refused; see: binnacle quarantine list");
    } else {
        record.push_back({ "rejections", List(rejections.begin(), rejections.end()) });
        record.push_back({ "more_rejections", more });
        record.push_back({ "cancelled", summary.cancelled });
        List notes;
        for (const std::string& note : summary.notes)
            notes.push_back(note);
        record.push_back({ "notes", std::move(notes) });
        List problems;
        for (const ImportSummary::Problem& problem : summary.problems)
            problems.push_back(Record{ { "file", textOrNull(problem.file) }, { "code", problem.error.code },
                { "message", problem.error.message } });
        record.push_back({ "problems", std::move(problems) });
        out.object(record);
    }
    for (const std::string& note : summary.notes)
        out.note(note);
}

/// Never better than the worst that happened.
int exitCodeOf(const ImportSummary& summary)
{
    const bool gotAny = summary.accepted + summary.duplicate > 0;
    for (const ImportSummary::Problem& problem : summary.problems) {
        if (problem.file.empty() || !gotAny)
            return exitFailed;
    }
    if (summary.cancelled)
        return exitPartial;
    if (summary.rejected > 0)
        return gotAny ? exitPartial : exitFailed;
    return summary.problems.empty() ? exitDone : exitPartial;
}

int run(Context& context, const IngestArguments& arguments)
{
    SettingsFile settings(context.settingsFile());
    if (const auto loaded = settings.reload(); !loaded)
        return context.out.fail(loaded.error());
    if (const auto found = checkPaths(arguments.paths); !found)
        return context.out.fail(found.error());
    if (const auto named = checkNames(arguments); !named)
        return context.out.fail(named.error());
    const InterruptGuard interrupt;
    auto engine = openEngine(context.storeLocation(), StoreMode::Write, settings.current());
    if (!engine && engine.error().kind == ErrorKind::Busy)
        return context.out.fail(Error::make(ErrorKind::Busy, engine.error().code, engine.error().message,
            "Import in its window or post the events to its gateway, or close it first."));
    if (!engine)
        return context.out.fail(engine.error());

    const ProgressLine line(context.out);
    const auto summary = await<ImportSummary>([&](auto done) {
        (*engine)->import(
            interrupt.token(), optionsOf(arguments, settings.current()),
            [&line](const ImportProgress& progress) { line.show(progress); }, std::move(done));
    });
    context.out.progress({});
    if (!summary)
        return context.out.fail(summary.error());
    print(context.out, *summary);
    for (const ImportSummary::Problem& problem : summary->problems)
        context.out.fail(problem.error);
    if (summary->cancelled)
        context.out.note("Cancelled. What is counted above is stored; run it again to go on, nothing is taken twice.");
    return exitCodeOf(*summary);
}

} // namespace

void addIngestCommand(Command& root)
{
    auto arguments = std::make_shared<IngestArguments>();
    Command ingest = root.add("ingest", "Read events from files, directories or standard input");
    ingest.list("PATH", arguments->paths, "Files, directories or - (JSON, NDJSON, XES; .gz and .zst too)", true);
    ingest.choice("--dialect", arguments->dialect, { "auto", "faber", "workflow", "helios", "cloudevents", "xes" },
        "What the events are written in; auto: told from each (auto)");
    ingest.option("--organization", arguments->organization, "For events that do not name one, and for event logs");
    ingest.option("--project", arguments->project, "For events that do not name one, and for event logs");
    ingest.option("--type", arguments->type, "Entity type of the cases of an event log (case)");
    ingest.flag("--assume-utc", arguments->assumeUtc, "Take times without an offset as UTC instead of refusing them");
    ingest.footer("A second run of the same input accepts nothing twice. What is refused is kept in quarantine.\n"
                  "Exit code 3: done in part, some items were refused.");
    ingest.run([arguments](Context& context) { return run(context, *arguments); });
}

} // namespace binnacle::cli
