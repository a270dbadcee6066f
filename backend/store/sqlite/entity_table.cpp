#include "backend/store/sqlite/projection_tables.h"

#include <algorithm>

namespace binnacle::sqlite {

Result<void> ProjectionTables::load(EntityRef ref, EntityTableRow& row)
{
    Statement& statement = m_entity.load;
    statement.bindInt(1, ref);
    auto found = readRegisters(statement, 0, row);
    if (!found)
        return found.error();
    if (!*found)
        return {};
    row.stored = { statement.columnInt(1), statement.columnInt(2), statement.columnInt(3), statement.columnInt(4),
        statement.columnInt(5), std::string(statement.columnText(6)), statement.columnInt(7), {}, {}, {} };
    auto recent = EntityHistory::fromBytes(statement.columnBlob(8));
    auto steps = EntitySteps::fromBytes(statement.columnBlob(9));
    auto children = decodeRegisters(statement.columnBlob(10), row.stored.children);
    statement.reset();
    if (!recent)
        return recent.error();
    if (!steps)
        return steps.error();
    if (!children)
        return children.error();
    row.stored.recent = std::move(*recent);
    row.stored.steps = std::move(*steps);
    EntityKey& key = row.state.key;
    const std::pair<std::string*, std::int64_t> parts[] = { { &key.organization, row.stored.organization },
        { &key.type, row.stored.type }, { &key.project, row.stored.project } };
    for (const auto& [text, id] : parts) {
        auto value = m_interner.textOf(id);
        if (!value)
            return value.error();
        text->assign(*value);
    }
    auto id = m_interner.entityId(ref);
    if (!id)
        return id.error();
    key.id = std::move(*id);
    return {};
}

Result<void> ProjectionTables::save(EntityRef ref, EntityTableRow& row)
{
    const EntityState& state = row.state;
    StoredEntity& stored = row.stored;
    if (!row.isStored) {
        auto organization = m_interner.text(state.key.organization);
        auto type = m_interner.text(state.key.type);
        if (!organization)
            return organization.error();
        if (!type)
            return type.error();
        stored.organization = *organization;
        stored.type = *type;
    }
    auto project = m_interner.text(state.key.project);
    if (!project)
        return project.error();
    auto currentStep = textOrNull(m_interner, state.currentStep.value);
    if (!currentStep)
        return currentStep.error();
    const auto status = static_cast<std::int64_t>(state.status.value);
    const bool moved = state.updatedAtMicros != stored.updatedAt;
    const bool changed =
        *project != stored.project || status != stored.status || state.businessKey.value != stored.businessKey;
    if (!row.isStored || changed) {
        auto facet = facetOf({ { stored.organization, *project, stored.type, status } });
        if (!facet)
            return facet.error();
        stored.facet = *facet;
    }
    Statement& statement = !row.isStored ? m_entity.add
        : changed                        ? m_entity.change
        : moved                          ? m_entity.move
                                         : m_entity.touch;
    m_blob.clear();
    encodeRegisters(state, m_blob);
    statement.bindInt(1, state.createdAtMicros);
    statement.bindOptional(2, *currentStep);
    statement.bindInt(3, state.retryTotal);
    statement.bindInt(4, state.version);
    statement.bindInt(5, state.lastSeq);
    statement.bindBlob(6, m_blob);
    statement.bindBlob(7, stored.recent.bytes());
    statement.bindBlob(8, stored.steps.bytes());
    m_children.clear();
    encodeRegisters(stored.children, m_children);
    statement.bindBlob(9, m_children);
    if (&statement != &m_entity.touch)
        statement.bindInt(10, state.updatedAtMicros);
    if (!row.isStored || changed) {
        statement.bindInt(11, stored.facet);
        statement.bindInt(12, *project);
        statement.bindInt(13, status);
        if (state.businessKey.value.empty())
            statement.bindNull(14);
        else
            statement.bindText(14, state.businessKey.value);
        stored.businessKey = state.businessKey.value;
    }
    if (!row.isStored) {
        statement.bindInt(15, stored.organization);
        statement.bindInt(16, stored.type);
    }
    statement.bindInt(17, ref);
    stored.project = *project;
    stored.status = status;
    stored.updatedAt = state.updatedAtMicros;
    row.isStored = true;
    return statement.run();
}

Result<void> ProjectionTables::archiveHistory(EntityRef ref, EntityHistory& recent)
{
    m_entity.addHistory.bindInt(1, ref);
    m_entity.addHistory.bindInt(2, recent.firstSeq());
    m_entity.addHistory.bindBlob(3, recent.bytes());
    auto done = m_entity.addHistory.run();
    recent.clear();
    return done;
}

Result<void> ProjectionTables::readHistory(EntityRef ref, std::vector<HistoryEntry>& out)
{
    Statement& statement = m_entity.readHistory;
    statement.bindInt(1, ref);
    for (;;) {
        auto found = statement.step();
        if (!found)
            return found.error();
        if (!*found)
            break;
        if (auto done = EntityHistory::decode(statement.columnBlob(0), out); !done) {
            statement.reset();
            return done;
        }
    }
    statement.reset();
    return {};
}

Result<void> ProjectionTables::load(EntityRef ref, std::int64_t step, const StoredEntity& entity, StepTableRow& row)
{
    if (const auto entry = entity.steps.find(step)) {
        if (auto done = decodeRegisters(entry->registers, row.state); !done)
            return done;
        row.stored = { entry->place, false };
        row.isStored = true;
        return {};
    }
    if (!entity.children.filter.mayContain(NumberHash()(NumberKey<1>{ { step } })))
        return {};
    m_step.load.bindInt(1, ref);
    m_step.load.bindInt(2, step);
    auto found = readRegisters(m_step.load, 0, row);
    if (!found)
        return found.error();
    if (*found) {
        row.stored = { { m_step.load.columnInt(1), m_step.load.columnInt(2) }, true };
        m_step.load.reset();
    }
    return {};
}

/// Moves the step from where the index has it to `place`.
void ProjectionTables::placeStep(EntityRef ref, const StepTableRow& row, const StepPlace& place)
{
    const StepPlace& old = row.stored.place;
    if (row.isStored && old == place)
        return;
    if (row.isStored)
        m_oldPlaces.push_back({ { old.label, old.execution, ref } });
    m_newPlaces.push_back({ { place.label, place.execution, ref } });
}

Result<void> ProjectionTables::flushIndexes()
{
    const auto write = [](auto& entries, Statement& statement) -> Result<void> {
        std::sort(entries.begin(), entries.end());
        for (const auto& entry : entries) {
            for (std::size_t i = 0; i < entry.parts.size(); ++i)
                statement.bindInt(static_cast<int>(i) + 1, entry.parts[i]);
            if (auto done = statement.run(); !done)
                return done;
        }
        entries.clear();
        return {};
    };
    if (auto done = write(m_oldPlaces, m_step.displace); !done)
        return done;
    if (auto done = write(m_newPlaces, m_step.place); !done)
        return done;
    return write(m_newSources, m_entity.addSource);
}

void ProjectionTables::forget()
{
    m_facets.clear();
    m_oldPlaces.clear();
    m_newPlaces.clear();
    m_newSources.clear();
}

Result<void> ProjectionTables::save(EntityRef ref, std::int64_t step, StoredEntity& entity, StepTableRow& row)
{
    const StepState& state = row.state;
    auto label = m_interner.stepLabel(step, state.action.value, state.type.value);
    if (!label)
        return label.error();
    const StepPlace place{ *label, static_cast<std::int64_t>(state.execution.value) };
    placeStep(ref, row, place);
    m_blob.clear();
    encodeRegisters(state, m_blob);
    // What has become a row stays one.
    row.stored.isRow = row.stored.isRow || !entity.steps.put({ step, place, m_blob });
    row.stored.place = place;
    row.isStored = true;
    if (!row.stored.isRow)
        return {};
    entity.children.filter.add(NumberHash()(NumberKey<1>{ { step } }));
    m_step.put.bindInt(1, ref);
    m_step.put.bindInt(2, step);
    m_step.put.bindInt(3, place.label);
    m_step.put.bindInt(4, place.execution);
    m_step.put.bindBlob(5, m_blob);
    return m_step.put.run();
}

} // namespace binnacle::sqlite
