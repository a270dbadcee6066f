#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include "backend/projection/entity_rows.h"

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
    EntityState state;
    state.key.id = m_readEntity.columnText(3);
    auto decoded = decodeRegisters(m_readEntity.columnBlob(4), state);
    const std::pair<std::string*, std::int64_t> names[] = { { &state.key.organization, m_readEntity.columnInt(0) },
        { &state.key.project, m_readEntity.columnInt(1) }, { &state.key.type, m_readEntity.columnInt(2) } };
    m_readEntity.reset();
    if (!decoded)
        return decoded.error();
    for (const auto& [name, id] : names) {
        auto text = m_texts.text(id);
        if (!text)
            return text.error();
        *name = std::move(*text);
    }
    EntityRow row = entityRowOf(state);
    row.ref = ref;
    if (wanted != nullptr)
        *wanted = std::move(state);
    return std::optional(std::move(row));
}

} // namespace binnacle::sqlite
