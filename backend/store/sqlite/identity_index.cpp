#include "backend/store/sqlite/identity_index.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Entries in memory before they become a run.
constexpr std::size_t runEntries = 8192;
/// Runs of one level that become one of the next.
constexpr std::size_t fanIn = 4;

constexpr std::size_t firstSlots = 4 * runEntries;

} // namespace

void RecentIdentities::place(const IdentityEntry& entry)
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = entry.hash & mask;
    while (m_slots[slot].seq != 0)
        slot = (slot + 1) & mask;
    m_slots[slot] = entry;
}

void RecentIdentities::add(const IdentityEntry& entry)
{
    if (2 * (m_size + 1) > m_slots.size()) {
        std::vector<IdentityEntry> old(std::max(firstSlots, 2 * m_slots.size()));
        old.swap(m_slots);
        for (const IdentityEntry& kept : old) {
            if (kept.seq != 0)
                place(kept);
        }
    }
    place(entry);
    ++m_size;
}

void RecentIdentities::find(std::uint64_t hash, std::vector<Seq>& out) const
{
    if (m_size == 0)
        return;
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t slot = hash & mask; m_slots[slot].seq != 0; slot = (slot + 1) & mask) {
        if (m_slots[slot].hash == hash)
            out.push_back(m_slots[slot].seq);
    }
}

void RecentIdentities::clear()
{
    m_slots.assign(m_size == 0 ? m_slots.size() : firstSlots, {});
    m_size = 0;
}

std::vector<IdentityEntry> RecentIdentities::sorted() const
{
    std::vector<IdentityEntry> entries;
    entries.reserve(m_size);
    for (const IdentityEntry& entry : m_slots) {
        if (entry.seq != 0)
            entries.push_back(entry);
    }
    std::sort(entries.begin(), entries.end(), [](const IdentityEntry& a, const IdentityEntry& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.seq < b.seq;
    });
    return entries;
}

Result<void> IdentityIndex::load()
{
    if (!m_addRecent) {
        if (auto done = m_runs.prepare(); !done)
            return done;
        if (auto done = m_connection.prepareAll({
                { &m_addRecent, "INSERT INTO identity_recent(first_seq,entries) VALUES(?,?)" },
                { &m_clearRecent, "DELETE FROM identity_recent" },
            });
            !done)
            return done;
    }
    m_recent.clear();
    m_recentSeq = 0;
    m_added.clear();
    auto runs = m_runs.load();
    if (!runs)
        return runs.error();
    m_open = std::move(*runs);
    m_nextRun = m_open.empty() ? 1 : m_open.back().id + 1;
    const char* const sql = "SELECT first_seq,entries FROM identity_recent";
    return forEachRow(m_connection, sql, [&](const Statement& row) -> Result<bool> {
        Seq expected = row.columnInt(0);
        const std::string_view entries = row.columnBlob(1);
        for (std::size_t i = 0; i < entries.size() / entryBytes; ++i, ++expected) {
            const IdentityEntry entry = entryAt(entries, i);
            m_recent.add(entry);
            // A damaged number tells nothing.
            if (entry.seq == expected)
                m_recentSeq = std::max(m_recentSeq, entry.seq);
        }
        return true;
    });
}

Result<const std::vector<Seq>*> IdentityIndex::find(std::uint64_t hash)
{
    m_found.clear();
    m_recent.find(hash, m_found);
    for (const IdentityRun& run : m_open) {
        if (auto done = m_runs.find(run, hash, m_found); !done)
            return done.error();
    }
    return &m_found;
}

void IdentityIndex::add(std::uint64_t hash, Seq seq)
{
    m_recent.add({ hash, seq });
    appendEntry(m_added, { hash, seq });
}

Result<void> IdentityIndex::flush()
{
    if (m_added.empty())
        return {};
    if (m_recent.size() >= runEntries) {
        m_added.clear();
        if (auto done = writeRun(); !done)
            return done;
        return mergeLevels();
    }
    m_addRecent.bindInt(1, entryAt(m_added, 0).seq);
    m_addRecent.bindBlob(2, m_added);
    auto done = m_addRecent.run();
    m_added.clear();
    return done;
}

Result<Seq> IdentityIndex::newestBehind(Seq seq)
{
    std::vector<Seq> behind;
    for (const IdentityRun& run : m_open) {
        auto done = m_runs.forEachEntry(run, [&](const IdentityEntry& entry) {
            if (entry.seq > seq)
                behind.push_back(entry.seq);
            return true;
        });
        if (!done)
            return done.error();
    }
    std::sort(behind.begin(), behind.end());
    // Numbers are given without gaps, but for damage. One that lies far beyond all others is damaged itself.
    constexpr Seq largestGap = 65'536;
    Seq newest = std::max(seq, m_recentSeq);
    for (const Seq each : behind) {
        if (each - newest <= largestGap)
            newest = std::max(newest, each);
    }
    return newest;
}

Result<void> IdentityIndex::writeRun()
{
    const std::vector<IdentityEntry> entries = m_recent.sorted();
    m_recent.clear();
    auto run = m_runs.write(m_nextRun++, 0, entries);
    if (!run)
        return run.error();
    m_open.push_back(std::move(*run));
    return m_clearRecent.run();
}

Result<void> IdentityIndex::mergeLevels()
{
    for (int level = 0;; ++level) {
        std::vector<const IdentityRun*> parts;
        for (const IdentityRun& run : m_open) {
            if (run.level == level)
                parts.push_back(&run);
        }
        if (parts.size() < fanIn)
            return {};
        auto merged = m_runs.merge(m_nextRun++, level + 1, parts);
        if (!merged)
            return merged.error();
        std::erase_if(m_open, [level](const IdentityRun& run) { return run.level == level; });
        m_open.push_back(std::move(*merged));
    }
}

} // namespace binnacle::sqlite
