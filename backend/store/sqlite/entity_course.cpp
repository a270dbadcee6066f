#include "backend/store/sqlite/entity_course.h"

#include "backend/store/sqlite/status_timeline.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

Result<HistoryEntry> EntityCourse::follow(const Folded& folded)
{
    const Event& event = folded.event;
    const Before& before = folded.before;
    HistoryEntry entry{ folded.seq, event.occurredAt.micros, std::nullopt };
    const bool decides = folded.entity.state.status.key != before.statusKey;
    if (assertsStatus(event))
        entry.assertion = { event.assertedStatus, decides };
    // What came too late to decide the present status may still be the last word of its own instant.
    const bool isLate = entry.assertion && !decides && entry.occurredAtMicros != before.statusKey.occurredAtMicros;
    const bool isEarliest = !before.isNew && entry.occurredAtMicros < before.createdAtMicros;
    if (!isLate && !isEarliest && !folded.movedFrom) {
        auto done = continueCourse(folded, entry);
        return done ? Result<HistoryEntry>(entry) : done.error();
    }
    auto earlier = folded.movedFrom ? history(folded.ref, folded.entity) : historyFrom(folded, entry.occurredAtMicros);
    if (!earlier)
        return earlier.error();
    if (isLate) {
        auto outranks = outranksThoseOfItsInstant(event, *earlier);
        if (!outranks)
            return outranks.error();
        entry.assertion->isStrongest = *outranks;
        if (!*outranks && !isEarliest && !folded.movedFrom)
            return entry;
    }
    auto done = replaceCourse(folded, entry, std::move(*earlier));
    return done ? Result<HistoryEntry>(entry) : done.error();
}

Result<bool> EntityCourse::outranksThoseOfItsInstant(const Event& event, const std::vector<HistoryEntry>& earlier)
{
    std::optional<Seq> strongest;
    for (const HistoryEntry& entry : earlier) {
        if (entry.occurredAtMicros == event.occurredAt.micros && entry.assertion && entry.assertion->isStrongest)
            strongest = entry.seq;
    }
    if (!strongest)
        return true;
    auto block = m_log.find(*strongest);
    // A rebuild leaves out what cannot be read.
    if (!block && block.error().kind == ErrorKind::Corrupt)
        return true;
    if (!block)
        return block.error();
    auto other = (*block)->event((*block)->indexOf(*strongest));
    if (!other)
        return other.error();
    const auto keyOf = [](const Event& one) { return assertionKey(one, orderKeyOf(one, identityOf(one).low)); };
    return keyOf(event) > keyOf(*other);
}

/// For what comes behind all that told of the status so far.
Result<void> EntityCourse::continueCourse(const Folded& folded, const HistoryEntry& entry)
{
    const EntityState& state = folded.entity.state;
    const Before& before = folded.before;
    if (before.isNew)
        return add(entry.occurredAtMicros, state.key, state.status.value, 1);
    if (state.status.key == before.statusKey || state.status.value == before.status)
        return {};
    if (auto done = add(entry.occurredAtMicros, state.key, before.status, -1); !done)
        return done;
    return add(entry.occurredAtMicros, state.key, state.status.value, 1);
}

/// For what comes late, from its instant on, and for what moves the entity to another project, from the beginning.
Result<void> EntityCourse::replaceCourse(
    const Folded& folded, const HistoryEntry& entry, std::vector<HistoryEntry> entries)
{
    const EntityKey& now = folded.entity.state.key;
    const std::vector<StatusChange> old = statusTimeline(entries);
    entries.push_back(entry);
    const std::vector<StatusChange> changed = statusTimeline(std::move(entries));
    // What both begin with stays.
    std::size_t same = 0;
    while (!folded.movedFrom && same < old.size() && same < changed.size() && old[same] == changed[same])
        ++same;
    const auto write = [&](const std::vector<StatusChange>& course, const EntityKey& key, int sign) -> Result<void> {
        for (std::size_t i = same; i < course.size(); ++i) {
            if (i > 0) {
                if (auto done = add(course[i].atMicros, key, course[i - 1].status, -sign); !done)
                    return done;
            }
            if (auto done = add(course[i].atMicros, key, course[i].status, sign); !done)
                return done;
        }
        return {};
    };
    if (auto done = write(old, folded.movedFrom.value_or(now), -1); !done)
        return done;
    return write(changed, now, 1);
}

Result<std::vector<HistoryEntry>> EntityCourse::history(EntityRef ref, const EntityTableRow& entity)
{
    std::vector<HistoryEntry> entries;
    if (auto done = m_tables.readHistory(ref, entries); !done)
        return done.error();
    if (auto done = EntityHistory::decode(entity.stored.recent.bytes(), entries); !done)
        return done.error();
    return entries;
}

/// As much of the history, from its end, as tells the course from `instant` on: whatever is of that instant or later,
/// and what held before it. Of an entity with a million events, what comes a little late looks at a few.
Result<std::vector<HistoryEntry>> EntityCourse::historyFrom(const Folded& folded, std::int64_t instant)
{
    std::vector<std::vector<HistoryEntry>> parts; // The newest first.
    std::int64_t held = INT64_MIN; // Of the latest of them that says what held before the instant.
    const auto take = [&](std::string_view bytes) -> Result<void> {
        std::vector<HistoryEntry>& part = parts.emplace_back();
        if (auto done = EntityHistory::decode(bytes, part); !done)
            return done;
        for (const HistoryEntry& entry : part) {
            if (entry.assertion && entry.occurredAtMicros < instant)
                held = std::max(held, entry.occurredAtMicros);
        }
        return {};
    };
    if (auto done = take(folded.entity.stored.recent.bytes()); !done)
        return done.error();
    // With fewer events nothing was archived yet.
    if (folded.entity.state.version > static_cast<std::int64_t>(EntityHistory::fullCount)) {
        auto done =
            m_tables.readHistoryBack(folded.ref, [&](std::int64_t latest, std::string_view bytes) -> Result<bool> {
                if (latest < instant && latest < held)
                    return false;
                auto taken = take(bytes);
                return taken ? Result<bool>(true) : taken.error();
            });
        if (!done)
            return done.error();
    }
    std::vector<HistoryEntry> entries;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        entries.insert(entries.end(), part->begin(), part->end());
    return entries;
}

Result<void> EntityCourse::add(std::int64_t atMicros, const EntityKey& key, EntityStatus status, int delta)
{
    auto facet = m_tables.facetOf(key, status);
    if (!facet)
        return facet.error();
    m_grid.add(AsOfAxis::Occurred, atMicros, *facet, delta);
    return {};
}

} // namespace binnacle::sqlite
