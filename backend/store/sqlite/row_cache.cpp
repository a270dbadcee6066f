#include "backend/store/sqlite/row_cache.h"

#include <algorithm>
#include <type_traits>

namespace binnacle::sqlite {

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;
// What stays in memory between transactions.
constexpr std::size_t keptEntityBytes = 20 * mebibyte;
constexpr std::size_t keptStepBytes = 20 * mebibyte;
constexpr std::size_t keptRunBytes = 8 * mebibyte;
constexpr std::size_t keptArtifactBytes = 4 * mebibyte;
constexpr std::size_t keptPropertyBytes = 4 * mebibyte;
constexpr std::size_t keptStepHourBytes = 4 * mebibyte;
/// Past it a transaction writes early.
constexpr std::size_t transactionBytes = 96 * mebibyte;

/// What the registers of a row take in memory for each byte on disk: texts of their own, and keys that are shared
/// there.
constexpr std::size_t contentFactor = 2;
/// Rows are weighed when they are written. Until then, of an event's bytes about half can be in them.
constexpr std::size_t foldedShare = 2;

constexpr std::int64_t microsAMinute = 60'000'000;

template <typename Map>
Result<void> writeSums(Map& sums, const auto& add)
{
    for (const auto& [key, delta] : sums) {
        if (delta == 0)
            continue;
        if (auto done = add(key.parts, delta); !done)
            return done;
    }
    sums.clear();
    return {};
}

} // namespace

RowCache::RowCache(Connection& connection, Interner& interner, EventLog& log)
    : m_interner(interner)
    , m_log(log)
    , m_tables(connection, interner)
{
}

Result<void> RowCache::prepare(const std::string& prefix)
{
    return m_tables.prepare(prefix);
}

Result<void> RowCache::fold(const Event& event, std::uint64_t identityHash, EntityRef ref, std::int64_t source, Seq seq)
{
    m_event = &event;
    m_seq = seq;
    m_error.reset();
    m_entityRow = nullptr;
    project(event, identityHash, ref, seq, *this);
    if (m_entityRow != nullptr) {
        if (event.propertiesJson.size() > EntityChildren::largestProperty)
            moveLargeProperties(ref);
        remember(*m_entityRow, source, event.occurredAt.micros);
        m_entities.grow(*m_entityRow, event.payload.size() / foldedShare);
    }
    m_event = nullptr;
    if (m_error)
        return *m_error;
    return isTooLarge() ? relieve() : Result<void>();
}

/// Keeps the event in its entity's history and sources.
void RowCache::remember(EntityRows::Row& row, std::int64_t source, std::int64_t occurredAtMicros)
{
    StoredEntity& stored = row.stored;
    if (std::find(stored.sources.begin(), stored.sources.end(), source) == stored.sources.end()) {
        stored.sources.push_back(source);
        note(m_tables.addSource(row.ref, source));
    }
    if (stored.recent.isFull())
        note(m_tables.archiveHistory(row.ref, stored.recent));
    stored.recent.append(m_seq, occurredAtMicros);
}

void RowCache::count(std::int64_t source, std::int64_t recordedAt)
{
    ++m_volume[{ { recordedAt / microsAMinute, source } }];
}

bool RowCache::isTooLarge() const
{
    return m_entities.byteSize() + m_steps.byteSize() + m_runs.byteSize() + m_artifacts.byteSize()
        + m_properties.byteSize() + m_stepHours.byteSize()
        > transactionBytes;
}

template <typename Rows>
Result<void> RowCache::save(Rows& rows, typename Rows::Row& row)
{
    Result<void> done;
    if constexpr (std::is_same_v<Rows, StepRows>)
        done = saveStep(row);
    else
        done = m_tables.save(row);
    if (done)
        rows.weigh(row, contentFactor * m_tables.savedBytes());
    return done;
}

Result<void> RowCache::saveStep(StepRows::Row& row)
{
    auto [entity, isNew] = m_entities.change(NumberKey<1>{ { row.ref } });
    if (isNew) {
        entity.ref = row.ref;
        if (auto done = m_tables.load(entity); !done)
            return done;
    }
    return m_tables.save(row, entity.stored);
}

template <typename Rows>
Result<void> RowCache::write(Rows& rows)
{
    auto& dirty = rows.dirty();
    // In the order of the table's key: neighbours share pages.
    std::sort(dirty.begin(), dirty.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
    for (auto* row : dirty) {
        if (auto done = save(rows, *row); !done)
            return done;
    }
    rows.markClean();
    return {};
}

template <typename Rows>
Result<void> RowCache::evict(Rows& rows, std::size_t kept)
{
    return rows.evictTo(kept, [&](typename Rows::Row& row) { return save(rows, row); });
}

/// Lets the rows go that were not used for longest; those in use stay and are written once, at the end.
Result<void> RowCache::relieve()
{
    if (auto done = evict(m_steps, keptStepBytes); !done)
        return done;
    if (auto done = evict(m_entities, keptEntityBytes); !done)
        return done;
    if (auto done = evict(m_runs, keptRunBytes); !done)
        return done;
    if (auto done = evict(m_artifacts, keptArtifactBytes); !done)
        return done;
    if (auto done = evict(m_properties, keptPropertyBytes); !done)
        return done;
    return evict(m_stepHours, keptStepHourBytes);
}

Result<void> RowCache::flush()
{
    // Before the entities: steps go into their rows.
    if (auto done = write(m_steps); !done)
        return done;
    if (auto done = write(m_entities); !done)
        return done;
    if (auto done = write(m_runs); !done)
        return done;
    if (auto done = write(m_artifacts); !done)
        return done;
    if (auto done = write(m_properties); !done)
        return done;
    if (auto done = write(m_stepHours); !done)
        return done;
    if (auto done = relieve(); !done)
        return done;

    if (auto done = writeSums(
            m_grid, [this](const auto& key, std::int64_t delta) { return m_tables.addToGrid({ key }, delta); });
        !done)
        return done;
    if (auto done = writeSums(m_completed,
            [this](
                const auto& key, std::int64_t delta) { return m_tables.addCompleted(key[0], key[1], key[2], delta); });
        !done)
        return done;
    return writeSums(
        m_volume, [this](const auto& key, std::int64_t delta) { return m_tables.addVolume(key[0], key[1], delta); });
}

void RowCache::forget()
{
    m_entities.clear();
    m_steps.clear();
    m_runs.clear();
    m_artifacts.clear();
    m_properties.clear();
    m_stepHours.clear();
    m_grid.clear();
    m_completed.clear();
    m_volume.clear();
    m_place = {};
    m_tables.forget();
}

void RowCache::note(const Result<void>& result)
{
    if (!result && !m_error)
        m_error = result.error();
}

} // namespace binnacle::sqlite
