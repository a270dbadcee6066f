#include "backend/store/sqlite/safety/identity_check.h"

#include "backend/store/sqlite/log_reader.h"

#include <xxhash.h>

#include <algorithm>
#include <optional>

namespace binnacle::sqlite {

namespace {

constexpr Seq eventsABucket = 65'536;

/// Buckets that are looked at event by event; where more differ, the index is damaged as a whole.
constexpr std::size_t mostBuckets = 8;

/// Ranges that a sentence names.
constexpr std::size_t mostNamed = 3;

std::string namesOf(const std::vector<SeqRange>& ranges)
{
    std::string names;
    for (std::size_t i = 0; i < std::min(ranges.size(), mostNamed); ++i)
        names += (i == 0 ? "" : ", ") + nameOf(ranges[i]);
    if (ranges.size() > mostNamed)
        names += " and " + std::to_string(ranges.size() - mostNamed) + " more places";
    return names;
}

} // namespace

void IdentityCheck::Sum::add(const IdentityEntry& entry)
{
    const std::uint64_t words[] = { entry.hash, static_cast<std::uint64_t>(entry.seq) };
    const XXH128_hash_t hash = XXH3_128bits(words, sizeof words);
    parts[0] += hash.low64;
    parts[1] += hash.high64;
}

void IdentityCheck::add(Seq seq, std::uint64_t hash)
{
    if (seq < m_next)
        return;
    if (seq > m_next)
        m_lost.push_back({ m_next, seq - 1 });
    m_next = seq + 1;
    m_log[seq / eventsABucket].add({ hash, seq });
}

bool IdentityCheck::isLost(Seq seq) const
{
    const auto behind = std::upper_bound(
        m_lost.begin(), m_lost.end(), seq, [](Seq wanted, const SeqRange& range) { return wanted < range.first; });
    return behind != m_lost.begin() && std::prev(behind)->holds(seq);
}

/// All entries of the index. False: something is wrong with a run.
Result<bool> IdentityCheck::forEachEntry(Connection& connection, const Visit& visit)
{
    IdentityRuns reader(connection);
    if (auto done = reader.prepare(); !done)
        return done.error();
    auto runs = reader.load();
    if (!runs)
        return runs.error();
    bool isSound = true;
    for (const IdentityRun& run : *runs) {
        auto verified = reader.verify(run, visit);
        if (!verified)
            return verified.error();
        isSound = isSound && *verified;
    }
    const char* const sql = "SELECT entries FROM identity_recent";
    auto done = forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        const std::string_view entries = row.columnBlob(0);
        isSound = isSound && entries.size() % entryBytes == 0;
        for (std::size_t i = 0; i < entries.size() / entryBytes; ++i)
            visit(entryAt(entries, i));
        return true;
    });
    return done ? Result<bool>(isSound) : done.error();
}

Result<void> IdentityCheck::compare(
    Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings)
{
    watch.report("Comparing the index of identities", 0, 0);
    auto transaction = Transaction::begin(connection, Transaction::Kind::Read);
    if (!transaction)
        return transaction.error();
    auto last = LogReader(connection).lastSeq();
    if (!last)
        return last.error();
    Sums index;
    std::int64_t unknown = 0;
    SeqRange newer{ *last + 1, *last };
    auto isSound = forEachEntry(connection, [&](const IdentityEntry& entry) {
        if (entry.seq < 1)
            ++unknown;
        else if (entry.seq > *last)
            newer.last = std::max(newer.last, entry.seq);
        else if (entry.seq < m_next && !isLost(entry.seq))
            index[entry.seq / eventsABucket].add(entry);
    });
    if (!isSound)
        return isSound.error();
    if (!*isSound)
        findings.push_back({ "identities",
            "The index of identities is damaged: events that are sent again may be taken for new.", {} });
    if (unknown > 0)
        findings.push_back(
            { "identities", "The index of identities has " + std::to_string(unknown) + " entries of no event.", {} });
    if (newer.last > *last)
        findings.push_back({ "identities",
            "The index of identities knows events up to " + std::to_string(newer.last) + ", but the log ends with "
                + std::to_string(*last) + ": its newest events were removed.",
            { newer } });
    std::vector<Seq> different;
    for (const auto& [bucket, sum] : m_log) {
        if (index[bucket] != sum)
            different.push_back(bucket);
    }
    std::sort(different.begin(), different.end());
    return different.empty() ? Result<void>() : nameDifferences(connection, different, findings);
}

/// The events of a bucket, one by one.
struct IdentityCheck::Bucket {
    Seq number = 0;
    std::vector<std::optional<std::uint64_t>> hashes = std::vector<std::optional<std::uint64_t>>(eventsABucket);
    std::vector<std::uint8_t> found = std::vector<std::uint8_t>(eventsABucket);

    Seq first() const { return number * eventsABucket; }
    bool holds(Seq seq) const { return seq >= first() && seq < first() + eventsABucket; }
};

Result<void> IdentityCheck::nameDifferences(
    Connection& connection, const std::vector<Seq>& buckets, std::vector<StoreFinding>& findings)
{
    std::vector<Bucket> looked;
    LogReader log(connection);
    for (std::size_t i = 0; i < std::min(buckets.size(), mostBuckets); ++i) {
        Bucket& bucket = looked.emplace_back();
        bucket.number = buckets[i];
        const SeqRange range{ std::max<Seq>(bucket.first(), 1), std::min(bucket.first() + eventsABucket, m_next) - 1 };
        const auto visit = [&](const std::shared_ptr<const EventBlock>& block, Seq first, Seq last) -> Result<bool> {
            for (Seq seq = first; seq <= last; ++seq) {
                if (auto event = block->event(block->indexOf(seq)))
                    bucket.hashes[static_cast<std::size_t>(seq - bucket.first())] = identityOf(*event).low;
            }
            return true;
        };
        const auto skip = [](const SeqRange&, const Error&) -> Result<bool> { return true; };
        if (range.first > range.last)
            continue;
        if (auto done = log.walk(range.first, range.last, visit, skip); !done)
            return done;
    }
    std::int64_t wrong = 0;
    auto read = forEachEntry(connection, [&](const IdentityEntry& entry) {
        for (Bucket& bucket : looked) {
            if (!bucket.holds(entry.seq))
                continue;
            const auto place = static_cast<std::size_t>(entry.seq - bucket.first());
            if (bucket.hashes[place] != entry.hash)
                wrong += bucket.hashes[place] ? 1 : 0;
            else if (bucket.found[place] < 2)
                ++bucket.found[place];
        }
    });
    if (!read)
        return read.error();
    std::vector<SeqRange> missing;
    std::vector<SeqRange> repeated;
    for (const Bucket& bucket : looked) {
        for (std::size_t i = 0; i < bucket.hashes.size(); ++i) {
            const Seq seq = bucket.first() + static_cast<Seq>(i);
            if (bucket.hashes[i] && bucket.found[i] != 1)
                addRange(bucket.found[i] == 0 ? missing : repeated, { seq, seq });
        }
    }
    if (!missing.empty())
        findings.push_back({ "identities",
            "The index of identities lacks " + namesOf(missing)
                + "; what it lacks would be taken for new if it were sent again.",
            missing });
    if (!repeated.empty())
        findings.push_back(
            { "identities", "The index of identities has " + namesOf(repeated) + " more than once.", {} });
    if (wrong > 0)
        findings.push_back(
            { "identities", "The index of identities has " + std::to_string(wrong) + " wrong entries.", {} });
    if (buckets.size() > mostBuckets)
        findings.push_back({ "identities", "The index of identities is wrong at many more places.", {} });
    return {};
}

} // namespace binnacle::sqlite
