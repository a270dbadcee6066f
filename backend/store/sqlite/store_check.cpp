#include "backend/store/sqlite/store_check.h"

#include "backend/projection/read_types.h"
#include "backend/store/log/payload_columns.h"
#include "backend/store/sqlite/entity_check.h"
#include "backend/store/sqlite/log_chain.h"
#include "backend/store/sqlite/log_reader.h"
#include "backend/store/sqlite/log_segment.h"
#include "backend/store/sqlite/reader_view.h"

namespace binnacle::sqlite {

namespace {

using Findings = std::vector<std::string>;

/// Past this many, a list of single findings says no more.
constexpr std::size_t maxListed = 20;

Result<void> checkPages(Connection& connection, Findings& findings)
{
    auto rows = connection.prepare("PRAGMA integrity_check(20)", false);
    if (!rows)
        return rows.error();
    for (;;) {
        auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        if (rows->columnText(0) != "ok")
            findings.push_back("The file is damaged: " + std::string(rows->columnText(0)) + ".");
    }
}

/// What the log adds up to.
struct LogSums {
    std::int64_t events = 0;
    std::int64_t ofEntities = 0;
};

/// Blocks and tail must hold every event from 1 on once, readable, each linked to those before it.
class LogCheck {
public:
    LogCheck(Connection& connection, Findings& findings)
        : m_connection(connection)
        , m_findings(findings)
    {
    }

    Result<LogSums> run()
    {
        if (auto done = checkBlocks(); !done)
            return done.error();
        if (auto done = checkTail(); !done)
            return done.error();
        return m_sums;
    }

private:
    void add(std::string finding)
    {
        if (m_listed++ < maxListed)
            m_findings.push_back(std::move(finding));
    }
    static std::string nameOf(Seq first, std::int64_t count)
    {
        return "events " + std::to_string(first) + " to " + std::to_string(first + count - 1);
    }
    /// Counts the events `first` to `first + count - 1` and says where they do not follow the ones before.
    void place(const std::string& name, Seq first, std::int64_t count)
    {
        if (first != m_next)
            add(name + " does not follow event " + std::to_string(m_next - 1) + ".");
        m_next = first + count;
        m_sums.events += count;
    }
    Result<void> link(const std::string& name, const Statement& row, std::string& before,
        std::initializer_list<std::string_view> parts, std::string_view stored)
    {
        auto link = chainLink(before, row.columnInt(0), row.columnInt(1), parts);
        if (!link)
            return link.error();
        if (*link != stored)
            add(name + " is not what was written, or not behind what was before it.");
        // What follows is judged by what stands here, so that one finding is not followed by thousands.
        before = stored;
        return {};
    }
    void count(const EventBlock& events, const std::string& name)
    {
        for (std::size_t i = 0; i < events.count(); ++i) {
            auto event = events.event(i);
            if (!event) {
                add(name + " cannot be read.");
                return;
            }
            m_sums.ofEntities += event->entityId.empty() ? 0 : 1;
        }
    }

    Result<void> checkBlocks()
    {
        auto blocks = m_connection.prepare(
            "SELECT first_seq,count,facts,payloads,hash,tail_hash FROM block ORDER BY first_seq", false);
        if (!blocks)
            return blocks.error();
        for (;;) {
            auto row = blocks->step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            const Seq first = blocks->columnInt(0);
            const std::int64_t size = blocks->columnInt(1);
            const std::string name = "The block of " + nameOf(first, size);
            place(name, first, size);
            if (auto done = link(name, *blocks, m_blockLink,
                    { blocks->columnBlob(2), blocks->columnBlob(3), blocks->columnBlob(5) }, blocks->columnBlob(4));
                !done)
                return done;
            m_tailLink = blocks->columnBlob(5).empty() ? m_blockLink : std::string(blocks->columnBlob(5));
            auto facts = FactColumns::unpack(blocks->columnBlob(2), static_cast<std::size_t>(size));
            if (!facts || !PayloadColumns::unpack(blocks->columnBlob(3), *facts))
                add(name + " cannot be read.");
            else
                count(EventBlock(first, std::move(*facts)), name);
        }
    }

    Result<void> checkTail()
    {
        auto tail = m_connection.prepare("SELECT first_seq,count,events,hash FROM tail ORDER BY first_seq", false);
        if (!tail)
            return tail.error();
        for (;;) {
            auto row = tail->step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            const Seq first = tail->columnInt(0);
            const std::int64_t size = tail->columnInt(1);
            const std::string name = "The row of " + nameOf(first, size);
            place(name, first, size);
            if (auto done = link(name, *tail, m_tailLink, { tail->columnBlob(2) }, tail->columnBlob(3)); !done)
                return done;
            RawBlock events;
            if (!decodeTailRow(first, size, tail->columnBlob(2), events))
                add(name + " cannot be read.");
            else
                count(EventBlock(first, std::move(events)), name);
        }
    }

    Connection& m_connection;
    Findings& m_findings;
    LogSums m_sums;
    Seq m_next = 1;
    std::string m_blockLink = chainStart();
    std::string m_tailLink = chainStart();
    std::size_t m_listed = 0;
};

} // namespace

Result<std::vector<std::string>> checkStore(Connection& connection)
{
    Findings findings;
    if (auto done = checkPages(connection, findings); !done)
        return done.error();
    // A damaged file gives nonsense below.
    if (!findings.empty())
        return findings;
    auto transaction = Transaction::begin(connection, Transaction::Kind::Read);
    if (!transaction)
        return transaction.error();
    if (auto done = takeSnapshot(connection); !done)
        return done.error();
    auto log = LogCheck(connection, findings).run();
    if (!log)
        return log.error();
    auto entries = checkEntities(connection, findings);
    if (!entries)
        return entries.error();
    const auto exactly = [](std::int64_t number) { return "SELECT " + std::to_string(number); };
    const struct {
        std::string left;
        std::string right;
        const char* finding;
    } equal[] = {
        { exactly(*entries), exactly(log->ofEntities), "The entities' histories and their events differ in number" },
        { "SELECT (SELECT coalesce(sum(length(entries)),0) FROM identity_page)/16"
          "+(SELECT coalesce(sum(length(entries)),0) FROM identity_recent)/16",
            exactly(log->events), "Identities and events differ in number" },
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
        { "SELECT coalesce(sum(version),0) FROM entity", exactly(log->ofEntities),
            "The entities' versions and their events differ" },
        { "SELECT coalesce(sum(count),0) FROM volume", exactly(log->events),
            "The volume's counts and the events differ" },
        { "SELECT count(*) FROM entity WHERE ref NOT IN (SELECT ref FROM entity_key)", "SELECT 0",
            "Entities without a key" },
    };
    for (const auto& pair : equal) {
        auto left = connection.queryInt(pair.left);
        if (!left)
            return left.error();
        auto right = connection.queryInt(pair.right);
        if (!right)
            return right.error();
        if (*left != *right)
            findings.push_back(
                std::string(pair.finding) + " (" + std::to_string(*left) + ", " + std::to_string(*right) + ").");
    }
    return findings;
}

} // namespace binnacle::sqlite
