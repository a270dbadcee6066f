#include "backend/store/sqlite/entity_history.h"

#include "backend/core/varint.h"

namespace binnacle::sqlite {

namespace {

std::uint64_t difference(std::int64_t to, std::int64_t from)
{
    // Wraps around on purpose: sum() takes it back the same way.
    return zigzag(static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from)));
}

std::int64_t sum(std::int64_t from, std::uint64_t difference)
{
    return static_cast<std::int64_t>(
        static_cast<std::uint64_t>(from) + static_cast<std::uint64_t>(unzigzag(difference)));
}

} // namespace

Result<EntityHistory> EntityHistory::fromBytes(std::string_view bytes)
{
    std::vector<HistoryEntry> entries;
    if (auto done = decode(bytes, entries); !done)
        return done.error();
    EntityHistory history;
    if (entries.empty())
        return history;
    history.m_bytes = bytes;
    history.m_count = entries.size();
    history.m_first = entries.front().seq;
    history.m_last = entries.back();
    return history;
}

void EntityHistory::append(Seq seq, std::int64_t occurredAtMicros)
{
    if (m_count == 0)
        m_first = seq;
    putVarint(m_bytes, difference(seq, m_last.seq));
    putVarint(m_bytes, difference(occurredAtMicros, m_last.occurredAtMicros));
    m_last = { seq, occurredAtMicros };
    ++m_count;
}

Result<void> EntityHistory::decode(std::string_view bytes, std::vector<HistoryEntry>& out)
{
    HistoryEntry last;
    while (!bytes.empty()) {
        const auto seq = takeVarint(bytes);
        const auto occurredAt = seq ? takeVarint(bytes) : std::nullopt;
        if (!occurredAt)
            return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT", "The history of an entity is damaged.",
                "Run `binnacle rebuild`: it makes all histories anew.");
        last = { sum(last.seq, *seq), sum(last.occurredAtMicros, *occurredAt) };
        out.push_back(last);
    }
    return {};
}

} // namespace binnacle::sqlite
