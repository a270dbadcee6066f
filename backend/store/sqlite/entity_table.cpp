#include "backend/store/sqlite/projection_tables.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

void bindTextOrNull(Statement& statement, int index, const std::string& text)
{
    if (text.empty())
        statement.bindNull(index);
    else
        statement.bindText(index, text);
}

} // namespace

Result<void> ProjectionTables::load(EntityRef ref, EntityTableRow& row)
{
    Statement& statement = m_entity.load;
    statement.bindInt(1, ref);
    auto found = readRegisters(statement, 0, row);
    if (!found)
        return found.error();
    if (!*found)
        return {};
    StoredEntity& stored = row.stored;
    stored.facet = statement.columnInt(1);
    auto recent = EntityHistory::fromBytes(statement.columnBlob(2));
    auto steps = EntitySteps::fromBytes(statement.columnBlob(3));
    auto children = decodeRegisters(statement.columnBlob(4), stored.children);
    statement.reset();
    if (!recent)
        return recent.error();
    if (!steps)
        return steps.error();
    if (!children)
        return children.error();
    stored.recent = std::move(*recent);
    stored.steps = std::move(*steps);
    stored.updatedAt = row.state.updatedAtMicros;
    stored.error = row.state.error.value;
    stored.businessKey = row.state.businessKey.value;
    return loadKey(row);
}

/// All of the key but the id: nothing that is folded depends on it.
Result<void> ProjectionTables::loadKey(EntityTableRow& row)
{
    auto facet = partsOf(row.stored.facet);
    if (!facet)
        return facet.error();
    EntityKey& key = row.state.key;
    const std::pair<std::string*, std::int64_t> parts[] = { { &key.organization, facet->parts[0] },
        { &key.project, facet->parts[1] }, { &key.type, facet->parts[2] } };
    for (const auto& [text, id] : parts) {
        auto value = m_interner.textOf(id);
        if (!value)
            return value.error();
        text->assign(*value);
    }
    return {};
}

Result<void> ProjectionTables::save(EntityRef ref, EntityTableRow& row)
{
    const EntityState& state = row.state;
    StoredEntity& stored = row.stored;
    auto facet = facetOf(state.key, state.status.value);
    if (!facet)
        return facet.error();
    const std::int64_t facetBefore = std::exchange(stored.facet, *facet);
    auto currentStep = textOrNull(m_interner, state.currentStep.value);
    if (!currentStep)
        return currentStep.error();
    record(ref, row, *currentStep);
    const bool changed = state.businessKey.value != stored.businessKey;
    const bool moved = stored.facet != facetBefore || state.updatedAtMicros != stored.updatedAt;
    Statement& statement = !row.isStored ? m_entity.add
        : changed                        ? m_entity.change
        : moved                          ? m_entity.move
                                         : m_entity.touch;
    statement.bindInt(1, state.createdAtMicros);
    statement.bindOptional(2, *currentStep);
    statement.bindInt(3, state.retryTotal);
    statement.bindInt(4, state.version);
    bindTextOrNull(statement, 5, state.error.value);
    if (&statement != &m_entity.touch) {
        statement.bindInt(6, stored.facet);
        statement.bindInt(7, state.updatedAtMicros);
    }
    if (!row.isStored || changed)
        bindTextOrNull(statement, 8, state.businessKey.value);
    statement.bindInt(9, ref);
    if (auto done = statement.run(); !done)
        return done;
    if (auto done = saveState(ref, row); !done)
        return done;
    stored.updatedAt = state.updatedAtMicros;
    stored.error = state.error.value;
    stored.businessKey = state.businessKey.value;
    row.isStored = true;
    return {};
}

Result<void> ProjectionTables::saveState(EntityRef ref, const EntityTableRow& row)
{
    m_blob.clear();
    encodeRegisters(row.state, m_blob);
    m_children.clear();
    encodeRegisters(row.stored.children, m_children);
    Statement& statement = row.isStored ? m_entity.changeState : m_entity.addState;
    statement.bindInt(1, row.stored.facet);
    statement.bindBlob(2, m_blob);
    statement.bindBlob(3, row.stored.recent.bytes());
    statement.bindBlob(4, row.stored.steps.bytes());
    statement.bindBlob(5, m_children);
    statement.bindInt(6, ref);
    return statement.run();
}

void ProjectionTables::record(EntityRef ref, const EntityTableRow& row, std::optional<std::int64_t> currentStep)
{
    if (m_changes == nullptr)
        return;
    const EntityState& state = row.state;
    m_changes->entities.push_back({ ref,
        { row.stored.facet, state.updatedAtMicros, state.createdAtMicros, currentStep.value_or(0), state.retryTotal,
            state.version } });
    if (state.error.value != row.stored.error)
        m_changes->errors.push_back({ { ref } });
    if (state.businessKey.value != row.stored.businessKey)
        m_changes->keys.push_back({ { ref } });
}

Result<void> ProjectionTables::archiveHistory(EntityRef ref, EntityHistory& recent, std::int64_t latest)
{
    m_entity.addHistory.bindInt(1, ref);
    m_entity.addHistory.bindInt(2, recent.firstSeq());
    m_entity.addHistory.bindInt(3, latest);
    m_entity.addHistory.bindBlob(4, recent.bytes());
    auto done = m_entity.addHistory.run();
    recent.clear();
    return done;
}

Result<void> ProjectionTables::readHistory(EntityRef ref, std::vector<HistoryEntry>& out)
{
    Statement& statement = m_entity.readHistory;
    statement.bindInt(1, ref);
    return forEachRow(statement, [&out](const Statement& row) -> Result<bool> {
        auto done = EntityHistory::decode(row.columnBlob(0), out);
        return done ? Result<bool>(true) : done.error();
    });
}

Result<void> ProjectionTables::readHistoryBack(
    EntityRef ref, const std::function<Result<bool>(std::int64_t latest, std::string_view entries)>& visit)
{
    Statement& statement = m_entity.readHistoryBack;
    statement.bindInt(1, ref);
    return forEachRow(statement, [&visit](const Statement& row) { return visit(row.columnInt(0), row.columnBlob(1)); });
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
    const auto write = [](auto& entries, Statement& statement, auto* record) -> Result<void> {
        std::sort(entries.begin(), entries.end());
        for (const auto& entry : entries) {
            for (std::size_t i = 0; i < entry.parts.size(); ++i)
                statement.bindInt(static_cast<int>(i) + 1, entry.parts[i]);
            if (auto done = statement.run(); !done)
                return done;
        }
        if (record != nullptr)
            record->insert(record->end(), entries.begin(), entries.end());
        entries.clear();
        return {};
    };
    EntityChanges* const changes = m_changes;
    if (auto done = write(m_oldPlaces, m_step.displace, changes ? &changes->oldSteps : nullptr); !done)
        return done;
    if (auto done = write(m_newPlaces, m_step.place, changes ? &changes->newSteps : nullptr); !done)
        return done;
    if (auto done = write(m_newSources, m_entity.addSource, changes ? &changes->newSources : nullptr); !done)
        return done;
    return write(m_newWorkflows, m_entity.addWorkflow, changes ? &changes->newWorkflows : nullptr);
}

void ProjectionTables::forget()
{
    m_facets.clear();
    m_facetParts.clear();
    m_kind = {};
    m_oldPlaces.clear();
    m_newPlaces.clear();
    m_newSources.clear();
    m_newWorkflows.clear();
    if (m_changes != nullptr)
        m_changes->clear();
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
