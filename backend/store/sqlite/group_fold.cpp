#include "backend/store/sqlite/group_fold.h"

#include "backend/event/facts_codec.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Facts that may wait: some 150,000 events.
constexpr std::size_t mostBytes = 48 * 1024 * 1024;
constexpr std::size_t chunkBytes = 1024 * 1024;

} // namespace

GroupFold::GroupFold(Connection& connection, Interner& interner, EventLog& log)
    : m_tables(connection, interner)
    , m_sums(connection, interner, m_tables)
    , m_entity(interner, log, m_tables, m_sums)
    , m_memory(chunkBytes)
{
}

Result<void> GroupFold::prepare(const std::string& prefix)
{
    if (auto done = m_tables.prepare(prefix); !done)
        return done;
    return m_sums.prepare(prefix);
}

Result<void> GroupFold::add(
    EntityRef ref, std::int64_t source, std::int64_t recordedAt, Seq seq, std::string_view facts)
{
    m_sums.addToVolume(source, recordedAt);
    if (ref == 0)
        return {};
    auto* copy = static_cast<char*>(m_memory.allocate(facts.size(), 1));
    std::memcpy(copy, facts.data(), facts.size());
    m_waiting.push_back({ ref, seq, source, { copy, facts.size() } });
    m_bytes += facts.size() + sizeof(Waiting);
    return m_bytes > mostBytes ? foldWaiting() : Result<void>();
}

Result<void> GroupFold::foldWaiting()
{
    // In the order of the tables' keys, too: neighbours share pages.
    std::sort(m_waiting.begin(), m_waiting.end(),
        [](const Waiting& a, const Waiting& b) { return std::pair(a.ref, a.seq) < std::pair(b.ref, b.seq); });
    for (std::size_t i = 0; i < m_waiting.size();) {
        const EntityRef ref = m_waiting[i].ref;
        m_entity.open(ref);
        for (; i < m_waiting.size() && m_waiting[i].ref == ref; ++i) {
            std::string_view facts = m_waiting[i].facts;
            auto event = decodeFacts(facts);
            if (!event)
                return event.error();
            if (auto done = m_entity.fold(*event, m_waiting[i].source, m_waiting[i].seq); !done)
                return done;
        }
        if (auto done = m_entity.save(); !done)
            return done;
    }
    dropWaiting();
    return m_tables.flushIndexes();
}

void GroupFold::dropWaiting()
{
    m_waiting.clear();
    m_memory.release();
    m_bytes = 0;
}

Result<void> GroupFold::flush()
{
    if (auto done = foldWaiting(); !done)
        return done;
    return m_sums.flush();
}

void GroupFold::forget()
{
    dropWaiting();
    m_tables.forget();
    m_sums.forget();
}

} // namespace binnacle::sqlite
