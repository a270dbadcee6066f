#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sqlite_reader.h"

// Whole rows of entities.

namespace binnacle::sqlite {

Result<std::vector<EntityRow>> SqliteReader::readEntities(const std::vector<EntityRef>& refs)
{
    std::vector<EntityRow> rows;
    rows.reserve(refs.size());
    for (const EntityRef ref : refs) {
        auto row = readEntity(ref);
        if (!row)
            return row.error();
        if (*row)
            rows.push_back(std::move(**row));
    }
    return rows;
}

Result<std::optional<EntityRow>> SqliteReader::readEntity(EntityRef ref, EntityState* wanted)
{
    if (!m_readEntity) {
        auto prepared = m_connection.prepare("SELECT f.organization,f.project,f.type,k.id,s.registers FROM "
                                             "entity_state s JOIN entity_key k ON k.ref=s.ref "
                                             "JOIN facet f ON f.id=s.facet WHERE s.ref=?");
        if (!prepared)
            return prepared.error();
        m_readEntity = std::move(*prepared);
    }
    m_readEntity.bindInt(1, ref);
    auto found = m_readEntity.step();
    if (!found)
        return found.error();
    if (!*found) {
        m_readEntity.reset();
        return std::optional<EntityRow>();
    }
    EntityRow row;
    row.ref = ref;
    row.key.id = m_readEntity.columnText(3);
    EntityState state;
    auto decoded = decodeRegisters(m_readEntity.columnBlob(4), state);
    const std::pair<std::string*, std::int64_t> names[] = { { &row.key.organization, m_readEntity.columnInt(0) },
        { &row.key.project, m_readEntity.columnInt(1) }, { &row.key.type, m_readEntity.columnInt(2) } };
    m_readEntity.reset();
    if (!decoded)
        return decoded.error();
    for (const auto& [name, id] : names) {
        auto text = m_texts.text(id);
        if (!text)
            return text.error();
        *name = std::move(*text);
    }
    row.status = state.status.value;
    row.statusText = state.statusText.value;
    row.version = state.version;
    row.currentStep = state.currentStep.value;
    row.steps = state.stepSummary();
    row.retries = state.retryTotal;
    row.error = state.error.value;
    row.workflowId = state.workflowId.value;
    row.businessKey = state.businessKey.value;
    row.createdAt = { state.createdAtMicros };
    row.updatedAt = { state.updatedAtMicros };
    row.lastSeq = state.lastSeq;
    if (wanted != nullptr)
        *wanted = std::move(state);
    return std::optional(std::move(row));
}

} // namespace binnacle::sqlite
