#include "backend/store/sqlite/store_check.h"

#include "backend/event/facts_codec.h"
#include "backend/projection/read_types.h"
#include "backend/store/sqlite/block_codec.h"
#include "backend/store/sqlite/entity_check.h"
#include "backend/store/sqlite/log_row.h"

#include <xxhash.h>

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

/// What the log's rows add up to.
struct LogSums {
    std::int64_t events = 0;
    std::int64_t ofEntities = 0;
};

/// Blocks and tail must hold every event from 1 on once.
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
    void count(const std::vector<LogRow>& rows)
    {
        for (const LogRow& row : rows)
            m_sums.ofEntities += row.entity != 0 ? 1 : 0;
    }

    Result<void> checkBlocks()
    {
        auto blocks = m_connection.prepare(
            "SELECT first_seq,count,rows,facts,payloads,checksum FROM block ORDER BY first_seq", false);
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
            const std::string name =
                "The block of events " + std::to_string(first) + " to " + std::to_string(first + size - 1);
            if (first != m_next)
                add(name + " does not follow event " + std::to_string(m_next - 1) + ".");
            m_next = first + size;
            m_sums.events += size;
            const std::string_view rows = blocks->columnBlob(2);
            if (blockChecksum(rows, blocks->columnBlob(3), blocks->columnBlob(4)) != blocks->columnHash(5)) {
                add(name + " has a wrong checksum.");
                continue;
            }
            auto decoded = unpackLogRows(rows, static_cast<std::size_t>(size));
            if (decoded)
                count(*decoded);
            bool isReadable = decoded.ok();
            for (const int part : { 3, 4 })
                isReadable =
                    isReadable && BlockPart::decompress(blocks->columnBlob(part), static_cast<std::size_t>(size)).ok();
            if (!isReadable)
                add(name + " cannot be read.");
        }
    }

    Result<void> checkTail()
    {
        auto tail = m_connection.prepare("SELECT seq,row,facts,payload FROM tail ORDER BY seq", false);
        if (!tail)
            return tail.error();
        for (;; ++m_next) {
            auto row = tail->step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            const Seq seq = tail->columnInt(0);
            if (seq != m_next)
                add("Event " + std::to_string(seq) + " of the tail does not follow event " + std::to_string(m_next - 1)
                    + ".");
            m_next = seq;
            ++m_sums.events;
            auto decoded = decodeLogRows(tail->columnBlob(1), 1);
            std::string_view facts = tail->columnBlob(2);
            const std::string_view payload = tail->columnBlob(3);
            if (!decoded || XXH3_64bits(payload.data(), payload.size()) != decoded->front().contentHash
                || !decodeFacts(facts))
                add("The content of event " + std::to_string(seq) + " is damaged.");
            if (decoded)
                count(*decoded);
        }
    }

    Connection& m_connection;
    Findings& m_findings;
    LogSums m_sums;
    Seq m_next = 1;
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
        { "SELECT count(*) FROM entity e WHERE NOT EXISTS(SELECT 1 FROM facet f WHERE f.id=e.facet AND "
          "f.organization=e.organization AND f.project=e.project AND f.type=e.type AND f.status=e.status)",
            "SELECT 0", "Entities that are not where the grid has them" },
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
