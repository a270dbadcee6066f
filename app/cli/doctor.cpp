#include "app/cli/commands.h"
#include "app/cli/doctor_checks.h"
#include "app/cli/records.h"
#include "app/cli/text.h"
#include "app/cli/watched_act.h"

#include <algorithm>
#include <memory>

namespace binnacle::cli {

namespace {

std::string_view wordOf(Health health)
{
    return health == Health::Ok ? "ok" : health == Health::Warn ? "warn" : "fail";
}

void append(Findings& all, Findings some)
{
    std::move(some.begin(), some.end(), std::back_inserter(all));
}

Record recordOf(const Finding& finding)
{
    return { { "check", finding.check }, { "state", wordOf(finding.health) }, { "message", finding.message },
        { "remedy", textOrNull(finding.remedy) }, { "events", listOf(finding.events) } };
}

void writeForPeople(const Output& out, const Findings& findings)
{
    for (const auto& finding : findings) {
        std::string state(finding.health == Health::Ok ? "OK" : wordOf(finding.health));
        state.resize(6, ' ');
        std::string check(finding.check);
        check.resize(12, ' ');
        out.line(state + check + printable(finding.message));
        if (!finding.remedy.empty())
            out.line(std::string(18, ' ') + printable(finding.remedy));
    }
}

struct Options {
    bool quick = false;
    bool deep = false;
};

int run(Context& context, const Options& options)
{
    if (options.quick && options.deep) {
        context.out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE", "--quick and --deep exclude each other.",
            "See: binnacle doctor --help"));
        return exitUsage;
    }
    Findings findings;
    StoreFacts facts;
    Settings settings;
    append(findings, checkStore(context.storeLocation(), facts));
    WatchedAct act(context.out);
    if (!options.quick) {
        const CheckDepth depth = options.deep ? CheckDepth::Everything : CheckDepth::Structure;
        auto content =
            act.run([&](const SafetyWatch& watch) { return checkContent(context.storeLocation(), depth, watch); });
        if (!content)
            return context.out.fail(content.error());
        append(findings, std::move(*content));
    }
    append(findings, checkSettings(context.settingsFile(), settings));
    append(findings, checkDisk(context.storeLocation()));
    append(findings, checkClock(facts));
    append(findings, checkGateway(settings));
    append(findings, checkFolders());
    append(findings, checkWindow());

    const auto isFailure = [](const Finding& finding) { return finding.health == Health::Fail; };
    const bool good = std::none_of(findings.begin(), findings.end(), isFailure);
    List checks;
    std::vector<Record> records;
    for (const auto& finding : findings)
        records.push_back(recordOf(finding));
    switch (context.out.format()) {
    case Format::Table:
        writeForPeople(context.out, findings);
        break;
    case Format::Json:
        context.out.object({ { "ok", good }, { "checks", List(records.begin(), records.end()) } });
        break;
    default:
        context.out.rows("checks", {}, records);
    }
    return good ? exitDone : exitFailed;
}

} // namespace

void addDoctorCommand(Command& root)
{
    const auto options = std::make_shared<Options>();
    root.add("doctor", "Check store, settings, disk, clock, port, folders and window")
        .flag("--quick", options->quick, "Do not look into the store")
        .flag("--deep", options->deep, "Also make what is derived from the log a second time, and compare")
        .run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
