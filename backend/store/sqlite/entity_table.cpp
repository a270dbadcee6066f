#include "backend/store/sqlite/projection_tables.h"

namespace binnacle::sqlite {

Result<void> ProjectionTables::load(EntityRows::Row& row)
{
    Statement& statement = m_entity.load;
    statement.bindInt(1, row.ref);
    auto found = readRegisters(statement, 0, row);
    if (!found)
        return found.error();
    if (!*found)
        return {};
    row.stored = { statement.columnInt(1), statement.columnInt(2), statement.columnInt(3), statement.columnInt(4),
        statement.columnInt(5), std::string(statement.columnText(6)), {}, {}, {} };
    auto children = decodeRegisters(statement.columnBlob(8), row.stored.children);
    auto recent = EntityHistory::fromBytes(statement.columnBlob(7));
    statement.reset();
    if (!recent)
        return recent.error();
    if (!children)
        return children.error();
    row.stored.recent = std::move(*recent);
    if (auto done = loadSources(row); !done)
        return done;
    EntityKey& key = row.state.key;
    const std::pair<std::string*, std::int64_t> parts[] = { { &key.organization, row.stored.organization },
        { &key.type, row.stored.type }, { &key.project, row.stored.project } };
    for (const auto& [text, id] : parts) {
        auto value = m_interner.textOf(id);
        if (!value)
            return value.error();
        text->assign(*value);
    }
    auto id = m_interner.entityId(row.ref);
    if (!id)
        return id.error();
    key.id = std::move(*id);
    return {};
}

Result<void> ProjectionTables::save(EntityRows::Row& row)
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
    auto currentStep = textOrNull(state.currentStep.value);
    if (!currentStep)
        return currentStep.error();
    const auto status = static_cast<std::int64_t>(state.status.value);
    const bool moved = state.updatedAtMicros != stored.updatedAt;
    const bool changed =
        *project != stored.project || status != stored.status || state.businessKey.value != stored.businessKey;
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
    m_children.clear();
    encodeRegisters(stored.children, m_children);
    statement.bindBlob(8, m_children);
    m_savedBytes = m_blob.size() + stored.recent.bytes().size() + m_children.size();
    if (&statement != &m_entity.touch)
        statement.bindInt(9, state.updatedAtMicros);
    if (!row.isStored || changed) {
        statement.bindInt(10, *project);
        statement.bindInt(11, status);
        if (state.businessKey.value.empty())
            statement.bindNull(12);
        else
            statement.bindText(12, state.businessKey.value);
        stored.businessKey = state.businessKey.value;
    }
    if (!row.isStored) {
        statement.bindInt(13, stored.organization);
        statement.bindInt(14, stored.type);
    }
    statement.bindInt(15, row.ref);
    stored.project = *project;
    stored.status = status;
    stored.updatedAt = state.updatedAtMicros;
    row.isStored = true;
    return statement.run();
}

Result<void> ProjectionTables::loadSources(EntityRows::Row& row)
{
    Statement& statement = m_entity.loadSources;
    statement.bindInt(1, row.ref);
    for (;;) {
        auto found = statement.step();
        if (!found)
            return found.error();
        if (!*found)
            break;
        row.stored.sources.push_back(statement.columnInt(0));
    }
    statement.reset();
    return {};
}

Result<void> ProjectionTables::addSource(EntityRef ref, std::int64_t source)
{
    m_entity.addSource.bindInt(1, ref);
    m_entity.addSource.bindInt(2, source);
    return m_entity.addSource.run();
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

} // namespace binnacle::sqlite
