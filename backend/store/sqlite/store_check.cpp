#include "backend/store/sqlite/store_check.h"

#include "backend/event/facts_codec.h"
#include "backend/projection/read_types.h"
#include "backend/store/sqlite/block_codec.h"
#include "backend/store/sqlite/entity_history.h"

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

/// Blocks and tail must hold every event from 1 to `lastSeq` once.
Result<void> checkLog(Connection& connection, Seq lastSeq, Findings& findings)
{
    Seq next = 1;
    std::size_t listed = 0;
    const auto add = [&](std::string finding) {
        if (listed++ < maxListed)
            findings.push_back(std::move(finding));
    };
    auto blocks =
        connection.prepare("SELECT first_seq,count,facts,payloads,checksum FROM block ORDER BY first_seq", false);
    if (!blocks)
        return blocks.error();
    for (;;) {
        auto row = blocks->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const Seq first = blocks->columnInt(0);
        const std::int64_t count = blocks->columnInt(1);
        const std::string name =
            "The block of events " + std::to_string(first) + " to " + std::to_string(first + count - 1);
        if (first != next)
            add(name + " does not follow event " + std::to_string(next - 1) + ".");
        next = first + count;
        if (blockChecksum(blocks->columnBlob(2), blocks->columnBlob(3)) != blocks->columnHash(4)) {
            add(name + " has a wrong checksum.");
            continue;
        }
        for (const int part : { 2, 3 }) {
            if (!BlockPart::decompress(blocks->columnBlob(part), static_cast<std::size_t>(count)))
                add(name + " cannot be decompressed.");
        }
    }
    auto tail = connection.prepare(
        "SELECT t.seq,t.facts,t.payload,e.content_hash FROM tail t LEFT JOIN event e ON e.seq=t.seq ORDER BY t.seq",
        false);
    if (!tail)
        return tail.error();
    for (;; ++next) {
        auto row = tail->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (tail->columnInt(0) != next) {
            add("Event " + std::to_string(tail->columnInt(0)) + " of the tail does not follow event "
                + std::to_string(next - 1) + ".");
            next = tail->columnInt(0);
        }
        const std::string_view payload = tail->columnBlob(2);
        std::string_view facts = tail->columnBlob(1);
        if (XXH3_64bits(payload.data(), payload.size()) != tail->columnHash(3) || !decodeFacts(facts))
            add("The content of event " + std::to_string(tail->columnInt(0)) + " is damaged.");
    }
    if (next - 1 != lastSeq)
        add("The log ends with event " + std::to_string(lastSeq) + ", its content with event "
            + std::to_string(next - 1) + ".");
    return {};
}

/// The entities' histories must name as many events as the log has of entities.
Result<void> checkHistories(Connection& connection, Findings& findings)
{
    std::int64_t entries = 0;
    auto rows =
        connection.prepare("SELECT ref,recent FROM entity UNION ALL SELECT entity,entries FROM entity_history", false);
    if (!rows)
        return rows.error();
    std::vector<HistoryEntry> decoded;
    for (;;) {
        auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        decoded.clear();
        if (auto done = EntityHistory::decode(rows->columnBlob(1), decoded); !done)
            findings.push_back("The history of entity " + std::to_string(rows->columnInt(0)) + " is damaged.");
        entries += static_cast<std::int64_t>(decoded.size());
    }
    auto events = connection.queryInt("SELECT count(*) FROM event WHERE entity IS NOT NULL");
    if (!events)
        return events.error();
    if (entries != *events)
        findings.push_back("The entities' histories and their events differ (" + std::to_string(entries) + ", "
            + std::to_string(*events) + ").");
    return {};
}

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
    auto lastSeq = connection.queryInt("SELECT coalesce(max(seq),0) FROM event");
    if (!lastSeq)
        return lastSeq.error();
    if (auto done = checkLog(connection, *lastSeq, findings); !done)
        return done.error();
    if (auto done = checkHistories(connection, findings); !done)
        return done.error();
    const struct {
        const char* left;
        const char* right;
        const char* finding;
    } equal[] = {
        { "SELECT count(*) FROM event", "SELECT coalesce(max(seq),0) FROM event",
            "Numbers of events are missing in the log" },
        { "SELECT (SELECT coalesce(sum(length(entries)),0) FROM identity_page)/16"
          "+(SELECT coalesce(sum(length(entries)),0) FROM identity_recent)/16",
            "SELECT count(*) FROM event", "Identities and events differ in number" },
        { "SELECT coalesce(sum(count),0) FROM grid", "SELECT count(*) FROM entity",
            "The grid's counts and the entities differ" },
        { "SELECT coalesce(sum(version),0) FROM entity", "SELECT count(*) FROM event WHERE entity IS NOT NULL",
            "The entities' versions and their events differ" },
        { "SELECT coalesce(sum(count),0) FROM volume", "SELECT count(*) FROM event",
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
