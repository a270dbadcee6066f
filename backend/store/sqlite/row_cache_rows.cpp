#include "backend/store/sqlite/row_cache.h"

#include "backend/event/facts_codec.h"

#include <utility>

// The rows that a fold asks for: found in memory, else read, else made.

namespace binnacle::sqlite {

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
        note(m_tables.load(row, m_entityRow->stored));
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
