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
    std::size_t damaged = 0;
    const char* const sql = "SELECT id,code,hash,item FROM quarantine";
    auto done = forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        if (quarantineHash(row.columnBlob(3), row.columnText(1)) != row.columnHash(2) && ++damaged <= mostListed)
            findings.push_back({ "quarantine",
                "The quarantined item " + std::to_string(row.columnInt(0)) + " is not what was written.", {} });
        return true;
    });
    if (!done)
        return done;
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
