#include "backend/store/sqlite/safety/projections_check.h"

#include "backend/store/sqlite/log_reader.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/safety/entity_check.h"

namespace binnacle::sqlite {

namespace {

/// What the events up to `seq` add up to, from what those up to the end of `log` do.
Result<LogSums> sumsAt(Connection& connection, const LogReport& log, Seq seq)
{
    LogSums sums = log.sums;
    LogReader reader(connection);
    const Seq end = log.proof.lastSeq;
    const std::int64_t sign = seq < end ? -1 : 1;
    if (seq == end)
        return sums;
    auto done = reader.walk(std::min(seq, end) + 1, std::max(seq, end),
        [&](const std::shared_ptr<const EventBlock>& block, Seq first, Seq last) -> Result<bool> {
            for (Seq at = first; at <= last; ++at) {
                auto event = block->event(block->indexOf(at));
                if (!event)
                    return event.error();
                sums.events += sign;
                sums.ofEntities += event->entityId.empty() ? 0 : sign;
            }
            return true;
        });
    return done ? Result<LogSums>(sums) : done.error();
}

struct Comparison {
    std::string left;
    std::string right;
    const char* finding;
};

Result<void> compare(
    Connection& connection, const std::vector<Comparison>& comparisons, std::vector<StoreFinding>& findings)
{
    for (const Comparison& pair : comparisons) {
        auto left = connection.queryInt(pair.left);
        if (!left)
            return left.error();
        auto right = connection.queryInt(pair.right);
        if (!right)
            return right.error();
        if (*left != *right)
            findings.push_back({ "projections",
                std::string(pair.finding) + " (" + std::to_string(*left) + ", " + std::to_string(*right) + ").", {} });
    }
    return {};
}

Result<std::vector<SeqRange>> leftOut(Connection& connection)
{
    std::vector<SeqRange> ranges;
    const char* const sql = "SELECT first_seq,last_seq FROM left_out ORDER BY first_seq";
    auto done = forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        addRange(ranges, { row.columnInt(0), row.columnInt(1) });
        return true;
    });
    return done ? Result<std::vector<SeqRange>>(std::move(ranges)) : done.error();
}

} // namespace

Result<void> checkPages(
    Connection& connection, const std::string& schema, std::string_view area, std::vector<StoreFinding>& findings)
{
    const std::string sql = "PRAGMA " + schema + ".integrity_check(20)";
    return forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        if (row.columnText(0) != "ok")
            findings.push_back({ area, "The file is damaged: " + std::string(row.columnText(0)) + ".", {} });
        return true;
    });
}

Result<void> checkProjections(
    Connection& connection, const LogReport& log, const SafetyWatch& watch, std::vector<StoreFinding>& findings)
{
    watch.report("Checking the projections", 0, 0);
    auto view = ReadView::open(connection);
    if (!view)
        return view.error();
    std::vector<std::string> damaged;
    auto entries = checkEntities(connection, damaged);
    if (!entries)
        return entries.error();
    for (std::string& finding : damaged)
        findings.push_back({ "projections", std::move(finding), {} });
    std::vector<Comparison> comparisons{
        { "SELECT count(*) FROM facet f WHERE f.count<>(SELECT count(*) FROM entity e WHERE e.facet=f.id)", "SELECT 0",
            "Counts of the grid that differ from the entities" },
        { "SELECT (SELECT count(*) FROM entity)+(SELECT count(*) FROM entity_state)",
            "SELECT 2*count(*) FROM entity JOIN entity_state USING(ref)",
            "Entities that are listed and those that are there" },
        { "SELECT count(*) FROM entity e WHERE NOT EXISTS(SELECT 1 FROM facet f WHERE f.id=e.facet)", "SELECT 0",
            "Entities that are not where the grid has them" },
        { "SELECT count(*) FROM entity_workflow",
            "SELECT count(*) FROM (SELECT DISTINCT entity,workflow FROM run WHERE workflow<>'')",
            "Entities by workflow and their runs differ" },
        { "SELECT count(*) FROM entity WHERE ref NOT IN (SELECT ref FROM entity_key)", "SELECT 0",
            "Entities without a key" },
        { "SELECT coalesce(sum(version),0) FROM entity", "SELECT " + std::to_string(*entries),
            "The entities' versions and their histories differ" },
    };
    auto without = leftOut(connection);
    if (!without)
        return without.error();
    auto folded = connection.queryInt("SELECT seq FROM progress");
    if (!folded)
        return folded.error();
    auto last = LogReader(connection).lastSeq();
    if (!last)
        return last.error();
    if (*folded > *last)
        findings.push_back({ "projections",
            "The projections know events up to " + std::to_string(*folded) + ", but the log ends with "
                + std::to_string(*last) + ".",
            { { *last + 1, *folded } } });
    // What cannot be read cannot be counted.
    if (log.proof.isWhole() && log.unreadable.empty() && without->empty() && *folded <= *last) {
        auto sums = sumsAt(connection, log, *folded);
        if (!sums)
            return sums.error();
        const auto exactly = [](std::int64_t number) { return "SELECT " + std::to_string(number); };
        comparisons.push_back({ exactly(*entries), exactly(sums->ofEntities),
            "The entities' histories and their events differ in number" });
        comparisons.push_back({ "SELECT coalesce(sum(count),0) FROM volume", exactly(sums->events),
            "The volume's counts and the events differ" });
    }
    return compare(connection, comparisons, findings);
}

} // namespace binnacle::sqlite
