#include "backend/store/sqlite/safety/log_file_check.h"

#include "backend/store/sqlite/quarantine_table.h"
#include "backend/store/sqlite/safety/projections_check.h"

namespace binnacle::sqlite {

namespace {

/// Past this many, a list of single findings says no more.
constexpr std::size_t mostListed = 20;

/// A refused item has a hash of its own.
Result<void> checkQuarantine(Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings)
{
    watch.report("Checking the quarantine", 0, 0);
    auto rows = connection.prepare("SELECT id,code,hash,item FROM quarantine", false);
    if (!rows)
        return rows.error();
    std::size_t damaged = 0;
    for (;;) {
        auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (quarantineHash(rows->columnBlob(3), rows->columnText(1)) != rows->columnHash(2) && ++damaged <= mostListed)
            findings.push_back({ "quarantine",
                "The quarantined item " + std::to_string(rows->columnInt(0)) + " is not what was written.", {} });
    }
    if (damaged > mostListed)
        findings.push_back(
            { "quarantine", std::to_string(damaged - mostListed) + " more quarantined items are damaged.", {} });
    return {};
}

} // namespace

Result<LogReport> checkLogFile(Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings)
{
    watch.report("Checking the file", 0, 0);
    // Damage that keeps a check from going on is one more finding.
    const auto guarded = [&findings](std::string_view area, const Result<void>& done) -> Result<void> {
        if (done || done.error().kind != ErrorKind::Corrupt)
            return done;
        findings.push_back({ area, done.error().message, {} });
        return {};
    };
    if (auto done = guarded("file", checkPages(connection, "main", "file", findings)); !done)
        return done.error();
    IdentityCheck identities;
    auto log = checkLog(connection, watch, identities);
    if (!log)
        return log;
    addFindings(*log, findings);
    if (auto done = guarded("identities", identities.compare(connection, watch, findings)); !done)
        return done.error();
    if (auto done = guarded("quarantine", checkQuarantine(connection, watch, findings)); !done)
        return done.error();
    return log;
}

} // namespace binnacle::sqlite
