#include "backend/store/sqlite/entity_history.h"

#include "backend/core/varint.h"
#include "backend/store/sqlite/corruption.h"

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

constexpr int assertionBits = 4;

std::uint64_t numberOf(const std::optional<Assertion>& assertion)
{
    return assertion ? 1 + 2 * static_cast<std::uint64_t>(assertion->status) + (assertion->isStrongest ? 1 : 0) : 0;
}

std::optional<Assertion> assertionOf(std::uint64_t number)
{
    if (number == 0)
        return std::nullopt;
    return Assertion{ static_cast<EntityStatus>((number - 1) / 2), (number - 1) % 2 == 1 };
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

void EntityHistory::append(const HistoryEntry& entry)
{
    if (m_count == 0)
        m_first = entry.seq;
    putVarint(m_bytes, static_cast<std::uint64_t>(entry.seq - m_last.seq) << assertionBits | numberOf(entry.assertion));
    putVarint(m_bytes, difference(entry.occurredAtMicros, m_last.occurredAtMicros));
    m_last = entry;
    ++m_count;
}

Result<void> EntityHistory::decode(std::string_view bytes, std::vector<HistoryEntry>& out)
{
    HistoryEntry last;
    while (!bytes.empty()) {
        const auto seq = takeVarint(bytes);
        const auto occurredAt = seq ? takeVarint(bytes) : std::nullopt;
        if (!occurredAt)
            return corruption(
                "The history of an entity is damaged.", "Run `binnacle rebuild`: it makes all histories anew.");
        last.seq = static_cast<Seq>(static_cast<std::uint64_t>(last.seq) + (*seq >> assertionBits));
        last.occurredAtMicros = sum(last.occurredAtMicros, *occurredAt);
        last.assertion = assertionOf(*seq & ((1U << assertionBits) - 1));
        out.push_back(last);
    }
    return {};
}

} // namespace binnacle::sqlite
