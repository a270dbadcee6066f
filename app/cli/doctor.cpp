#include "app/cli/commands.h"
#include "app/cli/doctor_checks.h"
#include "app/cli/text.h"

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
        { "remedy", textOrNull(finding.remedy) } };
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

int run(Context& context, bool quick)
{
    Findings findings;
    StoreFacts facts;
    Settings settings;
    append(findings, checkStore(context.storeLocation(), !quick, facts));
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
    auto quick = std::make_shared<bool>(false);
    root.add("doctor", "Check store, settings, disk, clock, port, folders and window")
        .flag("--quick", *quick, "Leave the structural check of the store out")
        .run([quick](Context& context) { return run(context, *quick); });
}

} // namespace binnacle::cli
