#include "backend/store/sqlite/group_fold.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Events that may wait: some 100,000.
constexpr std::size_t mostBytes = 32 * 1024 * 1024;

} // namespace

GroupFold::GroupFold(Connection& connection, Interner& interner, LogReader& log)
    : m_connection(connection)
    , m_interner(interner)
    , m_tables(connection, interner)
    , m_sums(connection, interner)
    , m_grid(connection)
    , m_entity(interner, log, m_tables, m_sums, m_grid)
{
}

Result<void> GroupFold::prepare(const std::string& prefix)
{
    auto leaveOut = m_connection.prepare("REPLACE INTO " + prefix + "left_out(first_seq,last_seq) VALUES(?,?)");
    if (!leaveOut)
        return leaveOut.error();
    m_leaveOut = std::move(*leaveOut);
    if (auto done = m_tables.prepare(prefix); !done)
        return done;
    if (auto done = m_sums.prepare(prefix); !done)
        return done;
    return m_grid.prepare(prefix);
}

Result<void> GroupFold::leaveOut(const SeqRange& events)
{
    m_leaveOut.bindInt(1, events.first);
    m_leaveOut.bindInt(2, events.last);
    return m_leaveOut.run();
}

Result<void> GroupFold::add(std::shared_ptr<const EventBlock> block, Seq first, Seq last)
{
    m_blocks.push_back(std::move(block));
    const EventBlock& events = *m_blocks.back();
    const auto place = static_cast<std::uint32_t>(m_blocks.size() - 1);
    for (std::size_t i = events.indexOf(first); i <= events.indexOf(last); ++i) {
        auto ref = refOf(events, i);
        if (!ref)
            return ref.error();
        m_waiting.push_back({ *ref, place, static_cast<std::uint32_t>(i) });
    }
    m_bytes += events.byteSize() + events.count() * sizeof(Waiting);
    return m_bytes > mostBytes ? foldWaiting() : Result<void>();
}

/// 0: it belongs to none.
Result<EntityRef> GroupFold::refOf(const EventBlock& block, std::size_t index)
{
    auto hash = block.entity(index);
    if (!hash)
        return hash.error();
    if (!*hash)
        return EntityRef{ 0 };
    if (const EntityRef ref = m_interner.known(*hash); ref != 0)
        return ref;
    auto event = block.event(index);
    if (!event)
        return event.error();
    return m_interner.entity(*event);
}

Result<void> GroupFold::foldWaiting()
{
    // In the order of the tables' keys, too: neighbours share pages.
    std::stable_sort(
        m_waiting.begin(), m_waiting.end(), [](const Waiting& a, const Waiting& b) { return a.ref < b.ref; });
    for (std::size_t i = 0; i < m_waiting.size();) {
        const EntityRef ref = m_waiting[i].ref;
        if (ref != 0) {
            m_changed.push_back(ref);
            m_entity.open(ref);
        }
        for (; i < m_waiting.size() && m_waiting[i].ref == ref; ++i) {
            prefetchAfter(i);
            if (auto done = foldOne(m_waiting[i]); !done)
                return done;
        }
        if (ref == 0)
            continue;
        if (auto done = m_entity.save(); !done)
            return done;
    }
    dropWaiting();
    return m_tables.flushIndexes();
}

/// The events of an entity lie far from each other, so each would be waited for.
void GroupFold::prefetchAfter(std::size_t index) const
{
    constexpr std::size_t itemsAhead = 12;
    constexpr std::size_t factsAhead = 4;
    const auto rawAt = [this](std::size_t at) {
        return at < m_waiting.size() ? m_blocks[m_waiting[at].block]->raw() : nullptr;
    };
    if (const RawBlock* const raw = rawAt(index + itemsAhead))
        raw->prefetchItem(m_waiting[index + itemsAhead].index);
    if (const RawBlock* const raw = rawAt(index + factsAhead))
        raw->prefetchFacts(m_waiting[index + factsAhead].index);
}

Result<void> GroupFold::foldOne(const Waiting& waiting)
{
    const EventBlock& block = *m_blocks[waiting.block];
    auto event = block.event(waiting.index);
    if (!event)
        return event.error();
    auto source = m_interner.source(event->dialect, event->source);
    if (!source)
        return source.error();
    const std::int64_t recordedAt = block.recordedAt(waiting.index);
    m_sums.addToVolume(*source, recordedAt);
    if (waiting.ref == 0)
        return {};
    return m_entity.fold(*event, *source, block.firstSeq() + static_cast<Seq>(waiting.index), recordedAt);
}

void GroupFold::dropWaiting()
{
    m_waiting.clear();
    m_blocks.clear();
    m_bytes = 0;
}

Result<void> GroupFold::flush()
{
    if (auto done = foldWaiting(); !done)
        return done;
    if (auto done = m_sums.flush(); !done)
        return done;
    return m_grid.flush();
}

std::vector<EntityRef> GroupFold::takeChanged()
{
    // A group that was folded in parts may have come to an entity more than once.
    std::sort(m_changed.begin(), m_changed.end());
    m_changed.erase(std::unique(m_changed.begin(), m_changed.end()), m_changed.end());
    return std::exchange(m_changed, {});
}

void GroupFold::forget()
{
    dropWaiting();
    m_changed.clear();
    m_tables.forget();
    m_sums.forget();
    m_grid.forget();
}

} // namespace binnacle::sqlite
