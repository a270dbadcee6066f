#include "backend/store/sqlite/row_cache.h"

#include "backend/event/facts_codec.h"

#include <algorithm>

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
    auto done = m_tables.save(row);
    if (done)
        rows.weigh(row, contentFactor * m_tables.savedBytes());
    return done;
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
    if (auto done = evict(m_entities, keptEntityBytes); !done)
        return done;
    if (auto done = evict(m_steps, keptStepBytes); !done)
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
    if (auto done = write(m_entities); !done)
        return done;
    if (auto done = write(m_steps); !done)
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

    if (auto done = writeSums(m_grid,
            [this](const auto& key, std::int64_t delta) {
                return m_tables.addToGrid(key[0], key[1], key[2], key[3], delta);
            });
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
}

void RowCache::note(const Result<void>& result)
{
    if (!result && !m_error)
        m_error = result.error();
}

std::int64_t RowCache::idOf(std::string_view text)
{
    auto id = m_interner.text(text);
    if (id)
        return *id;
    if (!m_error)
        m_error = id.error();
    return 0;
}

const std::string& RowCache::composeKey(EntityRef ref, std::initializer_list<std::string_view> parts)
{
    m_key.clear();
    // Big-endian, so that rows sort by ref as the tables do.
    for (int shift = 56; shift >= 0; shift -= 8)
        m_key.push_back(static_cast<char>(static_cast<std::uint64_t>(ref) >> shift));
    for (const std::string_view part : parts) {
        const auto size = static_cast<std::uint32_t>(part.size());
        m_key.append(reinterpret_cast<const char*>(&size), sizeof size);
        m_key.append(part);
    }
    return m_key;
}

EntityState& RowCache::entity(EntityRef ref)
{
    auto [row, isNew] = m_entities.use(NumberKey<1>{ { ref } });
    if (isNew) {
        row.ref = ref;
        note(m_tables.load(row));
        if (!row.isStored) {
            EntityKey& key = row.state.key;
            key.organization = m_event->organization;
            key.project = m_event->project;
            key.type = m_event->entityType;
            key.id = m_event->entityId;
            row.state.projectIsKey = m_event->projectIsKey;
        }
    }
    m_entityRow = &row;
    return row.state;
}

/// Whether the entity of the present event may have this row on disk; from now on it may.
bool RowCache::noteChild(std::uint64_t hash)
{
    ChildFilter& filter = m_entityRow->stored.children.filter;
    const bool mayBeStored = filter.mayContain(hash);
    filter.add(hash);
    return mayBeStored;
}

StepState& RowCache::step(EntityRef ref, std::string_view stepId)
{
    auto [row, isNew] = m_steps.use(NumberKey<2>{ { ref, idOf(stepId) } });
    if (isNew) {
        row.ref = ref;
        row.state.stepId = stepId;
        if (noteChild(NumberHash()(row.key)))
            note(m_tables.load(row));
    }
    return row.state;
}

RunState& RowCache::run(EntityRef ref, std::string_view workflowId, std::string_view runId)
{
    auto [row, isNew] = m_runs.use(composeKey(ref, { workflowId, runId }));
    if (isNew) {
        row.ref = ref;
        row.state.workflowId = workflowId;
        row.state.runId = runId;
        if (noteChild(TextHash()(row.key)))
            note(m_tables.load(row));
    }
    return row.state;
}

ArtifactState& RowCache::artifact(EntityRef ref, const ArtifactKey& key)
{
    auto [row, isNew] = m_artifacts.use(composeKey(ref, { key.type, key.name, key.version }));
    if (isNew) {
        row.ref = ref;
        row.state.key = key;
        if (noteChild(TextHash()(row.key)))
            note(m_tables.load(row));
    }
    return row.state;
}

PropertyState& RowCache::property(EntityRef ref, std::string_view name)
{
    EntityChildren& children = m_entityRow->stored.children;
    for (PropertyState& property : children.properties) {
        if (property.name == name)
            return property;
    }
    const bool mayBeStored = children.filter.mayContain(TextHash()(name));
    if (!mayBeStored && children.properties.size() < EntityChildren::mostProperties) {
        PropertyState& property = children.properties.emplace_back();
        property.name = name;
        return property;
    }
    return propertyRow(ref, name);
}

PropertyState& RowCache::propertyRow(EntityRef ref, std::string_view name)
{
    auto [row, isNew] = m_properties.use(composeKey(ref, { name }));
    if (isNew) {
        row.ref = ref;
        row.state.name = name;
        if (noteChild(TextHash()(name)))
            note(m_tables.load(row));
    }
    return row.state;
}

/// The entity's row is written with every event: what is large must not lie in it.
void RowCache::moveLargeProperties(EntityRef ref)
{
    std::vector<PropertyState>& properties = m_entityRow->stored.children.properties;
    std::erase_if(properties, [&](PropertyState& property) {
        if (property.json.value.size() <= EntityChildren::largestProperty)
            return false;
        propertyRow(ref, property.name).json = std::move(property.json);
        return true;
    });
}

void RowCache::rememberPlace(std::string_view organization, std::string_view project)
{
    if (m_place.organizationId != 0 && m_place.organization == organization && m_place.project == project)
        return;
    m_place = { std::string(organization), std::string(project), idOf(organization), idOf(project) };
}

StepHourState& RowCache::stepHour(const StepHourKey& key)
{
    rememberPlace(key.organization, key.project);
    auto [row, isNew] =
        m_stepHours.use(NumberKey<4>{ { m_place.organizationId, m_place.projectId, idOf(key.stepId), key.hour } });
    if (isNew)
        note(m_tables.load(row));
    return row.state;
}

void RowCache::addToGrid(const EntityKey& key, EntityStatus status, std::int64_t delta)
{
    m_grid[{ { idOf(key.organization), idOf(key.project), idOf(key.type), static_cast<std::int64_t>(status) } }] +=
        delta;
}

void RowCache::addCompleted(const EntityKey& key, std::int64_t hour, std::int64_t delta)
{
    m_completed[{ { hour, idOf(key.organization), idOf(key.project) } }] += delta;
}

void RowCache::moveStepHours(EntityRef ref, const EntityKey& from, const EntityKey& to)
{
    note(moveContributions(ref, from, to));
}

Result<void> RowCache::moveContributions(EntityRef ref, const EntityKey& from, const EntityKey& to)
{
    std::vector<HistoryEntry> earlier;
    if (auto done = m_tables.readHistory(ref, earlier); !done)
        return done;
    // The present event comes into the history after it was folded.
    if (auto done = EntityHistory::decode(m_entityRow->stored.recent.bytes(), earlier); !done)
        return done;
    for (const HistoryEntry& entry : earlier) {
        auto facts = m_log.facts(entry.seq);
        if (!facts)
            return facts.error();
        std::string_view in = *facts;
        auto event = decodeFacts(in);
        if (!event)
            return event.error();
        const auto contribution = stepHourContribution(*event);
        if (!contribution)
            continue;
        const OrderKey at = orderKeyOf(*event, identityOf(*event).low);
        for (const auto& [key, sign] : { std::pair{ &from, -1 }, std::pair{ &to, 1 } }) {
            StepHourState& state =
                stepHour({ key->organization, key->project, std::string(contribution->stepId), contribution->hour });
            if (sign > 0 && !contribution->action.empty())
                state.action.offer(at, std::string(contribution->action));
            state.executions += sign;
            state.failures += contribution->failed ? sign : 0;
            state.retries += sign * contribution->retries;
            if (contribution->durationMs)
                state.durations.add(*contribution->durationMs, sign);
        }
    }
    return {};
}

} // namespace binnacle::sqlite
