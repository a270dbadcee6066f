#include "backend/store/sqlite/open_entity.h"

#include "backend/core/logging.h"
#include "backend/event/facts_codec.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

OpenEntity::OpenEntity(
    Interner& interner, LogReader& log, ProjectionTables& tables, ProjectionSums& sums, GridChanges& grid)
    : m_interner(interner)
    , m_log(log)
    , m_tables(tables)
    , m_sums(sums)
    , m_grid(grid)
    , m_course(log, tables, grid)
{
}

void OpenEntity::open(EntityRef ref)
{
    m_ref = ref;
    m_entity = {};
    m_steps.clear();
    m_runs.clear();
    m_artifacts.clear();
    m_properties.clear();
    m_error.reset();
    note(m_tables.load(ref, m_entity));
}

Result<void> OpenEntity::fold(const Event& event, std::int64_t source, Seq seq, std::int64_t recordedAt)
{
    if (m_error)
        return *m_error;
    m_event = &event;
    m_seq = seq;
    m_recordedAt = recordedAt;
    m_movedFrom.reset();
    const EntityCourse::Before before = EntityCourse::of(m_entity.state);
    project(event, identityOf(event).low, m_ref, seq, *this);
    if (event.propertiesJson.size() > EntityChildren::largestProperty)
        moveLargeProperties();
    auto entry = m_course.follow({ event, seq, m_ref, m_entity, before, m_movedFrom });
    if (!entry)
        return entry.error();
    remember(source, *entry);
    m_event = nullptr;
    return m_error ? Result<void>(*m_error) : Result<void>();
}

/// Keeps the event in its entity's history and sources.
void OpenEntity::remember(std::int64_t source, const HistoryEntry& entry)
{
    StoredEntity& stored = m_entity.stored;
    std::vector<std::int64_t>& sources = stored.children.sources;
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
        sources.push_back(source);
        m_tables.addSource(m_ref, source);
    }
    if (stored.recent.isFull())
        note(m_tables.archiveHistory(m_ref, stored.recent, m_entity.state.updatedAtMicros));
    stored.recent.append(entry);
}

Result<void> OpenEntity::save()
{
    // The entity's own row comes last: steps go into it.
    for (auto& [id, step] : m_steps) {
        if (auto done = m_tables.save(m_ref, step.number, m_entity.stored, step.row); !done)
            return done;
    }
    for (auto& [key, row] : m_runs) {
        if (auto done = m_tables.save(m_ref, row); !done)
            return done;
    }
    for (auto& [key, row] : m_artifacts) {
        if (auto done = m_tables.save(m_ref, row); !done)
            return done;
    }
    for (auto& [name, row] : m_properties) {
        if (auto done = m_tables.save(m_ref, row); !done)
            return done;
    }
    return m_tables.save(m_ref, m_entity);
}

void OpenEntity::note(const Result<void>& result)
{
    if (!result && !m_error)
        m_error = result.error();
}

std::int64_t OpenEntity::idOf(std::string_view text)
{
    auto id = m_interner.text(text);
    if (id)
        return *id;
    note(id.error());
    return 0;
}

std::string_view OpenEntity::childKey(std::initializer_list<std::string_view> parts)
{
    m_key.clear();
    for (const std::string_view part : parts) {
        const auto size = static_cast<std::uint32_t>(part.size());
        m_key.append(reinterpret_cast<const char*>(&size), sizeof size);
        m_key.append(part);
    }
    return m_key;
}

/// Whether the entity may have this row on disk; from now on it may.
bool OpenEntity::noteChild(std::string_view key)
{
    ChildFilter& filter = m_entity.stored.children.filter;
    const std::uint64_t hash = TextHash()(key);
    const bool mayBeStored = filter.mayContain(hash);
    filter.add(hash);
    return mayBeStored;
}

EntityState& OpenEntity::entity(EntityRef)
{
    EntityState& state = m_entity.state;
    if (!m_entity.isStored && state.version == 0) {
        state.key.organization = m_event->organization;
        state.key.project = m_event->project;
        state.key.type = m_event->entityType;
        state.key.id = m_event->entityId;
        state.projectIsKey = m_event->projectIsKey;
    }
    return state;
}

StepState& OpenEntity::step(EntityRef, std::string_view stepId)
{
    auto at = m_steps.find(stepId);
    if (at == m_steps.end()) {
        at = m_steps.emplace(stepId, Step()).first;
        Step& step = at->second;
        step.number = idOf(stepId);
        step.row.state.stepId = stepId;
        note(m_tables.load(m_ref, step.number, m_entity.stored, step.row));
    }
    return at->second.row.state;
}

RunState& OpenEntity::run(EntityRef, std::string_view workflowId, std::string_view runId)
{
    const std::string_view key = childKey({ workflowId, runId });
    auto at = m_runs.find(key);
    if (at == m_runs.end()) {
        at = m_runs.emplace(key, RunTableRow()).first;
        at->second.state.workflowId = workflowId;
        at->second.state.runId = runId;
        if (noteChild(key))
            note(m_tables.load(m_ref, at->second));
    }
    return at->second.state;
}

ArtifactState& OpenEntity::artifact(EntityRef, const ArtifactKey& identity)
{
    const std::string_view key = childKey({ identity.type, identity.name, identity.version });
    auto at = m_artifacts.find(key);
    if (at == m_artifacts.end()) {
        at = m_artifacts.emplace(key, ArtifactTableRow()).first;
        at->second.state.key = identity;
        if (noteChild(key))
            note(m_tables.load(m_ref, at->second));
    }
    return at->second.state;
}

PropertyState& OpenEntity::property(EntityRef, std::string_view name)
{
    EntityChildren& children = m_entity.stored.children;
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
    return propertyRow(name);
}

PropertyState& OpenEntity::propertyRow(std::string_view name)
{
    auto at = m_properties.find(name);
    if (at == m_properties.end()) {
        at = m_properties.emplace(name, PropertyTableRow()).first;
        at->second.state.name = name;
        if (noteChild(name))
            note(m_tables.load(m_ref, at->second));
    }
    return at->second.state;
}

/// The entity's row is written with every event: what is large must not lie in it.
void OpenEntity::moveLargeProperties()
{
    std::erase_if(m_entity.stored.children.properties, [&](PropertyState& property) {
        if (property.json.value.size() <= EntityChildren::largestProperty)
            return false;
        propertyRow(property.name).json = std::move(property.json);
        return true;
    });
}

StepHourState& OpenEntity::stepHour(const EntityKey& key, std::string_view stepId, std::int64_t hour)
{
    auto state = m_sums.stepHour({ { idOf(key.organization), idOf(key.project), idOf(stepId), hour } });
    if (state)
        return **state;
    note(state.error());
    return m_noHour;
}

void OpenEntity::addToGrid(const EntityKey& key, EntityStatus status, std::int64_t delta)
{
    auto facet = m_tables.facetOf(key, status);
    if (!facet) {
        note(facet.error());
        return;
    }
    m_sums.addToFacet(*facet, delta);
    m_grid.add(AsOfAxis::Recorded, m_recordedAt, *facet, delta > 0 ? 1 : -1);
}

void OpenEntity::addCompleted(const EntityKey& key, std::int64_t hour, std::int64_t delta)
{
    m_sums.addCompleted({ { hour, idOf(key.organization), idOf(key.project) } }, delta);
}

void OpenEntity::moveStepHours(EntityRef, const EntityKey& from, const EntityKey& to)
{
    m_movedFrom = from;
    note(moveContributions(from, to));
}

Result<void> OpenEntity::moveContributions(const EntityKey& from, const EntityKey& to)
{
    // The present event comes into the history after it was folded.
    auto earlier = m_course.history(m_ref, m_entity);
    if (!earlier)
        return earlier.error();
    std::size_t lost = 0;
    std::optional<Error> damage;
    for (const HistoryEntry& entry : *earlier) {
        auto block = m_log.find(entry.seq);
        if (!block && block.error().kind == ErrorKind::Corrupt) {
            ++lost;
            damage = block.error();
            continue;
        }
        if (!block)
            return block.error();
        auto event = (*block)->event((*block)->indexOf(entry.seq));
        if (!event)
            return event.error();
        const auto contribution = stepHourContribution(*event);
        if (!contribution)
            continue;
        const OrderKey at = orderKeyOf(*event, identityOf(*event).low);
        for (const auto& [key, sign] : { std::pair{ &from, -1 }, std::pair{ &to, 1 } }) {
            StepHourState& state = stepHour(*key, contribution->stepId, contribution->hour);
            if (sign > 0 && !contribution->action.empty())
                state.action.offer(at, std::string(contribution->action));
            state.executions += sign;
            state.failures += contribution->failed ? sign : 0;
            state.retries += sign * contribution->retries;
            if (contribution->durationMs)
                state.durations.add(*contribution->durationMs, sign);
        }
    }
    if (damage)
        log::store().error("what {} events of an entity did to the hours of its former project stays there: {}", lost,
            damage->message);
    return {};
}

} // namespace binnacle::sqlite
