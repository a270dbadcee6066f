#include "backend/store/sqlite/projection_tables.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/registers_codec.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

Result<Statement> prepareWithPrefix(Connection& connection, std::string sql, const std::string& prefix)
{
    for (std::size_t at = sql.find('@'); at != std::string::npos; at = sql.find('@', at))
        sql.replace(at, 1, prefix);
    return connection.prepare(sql);
}

Result<std::optional<std::int64_t>> textOrNull(Interner& interner, std::string_view value)
{
    if (value.empty())
        return std::optional<std::int64_t>();
    auto id = interner.text(value);
    if (!id)
        return id.error();
    return std::optional<std::int64_t>(*id);
}

Result<void> ProjectionTables::prepare(const std::string& prefix)
{
    // What an event may change of its entity's row without moving it in an index.
    const std::string touched = "created_at=?,current_step=?,retries=?,version=?,error=?";
    const std::pair<Statement*, std::string> wanted[] = {
        { &m_entity.load, "SELECT registers,facet,recent,steps,children FROM @entity_state WHERE ref=?" },
        { &m_entity.add,
            "INSERT INTO @entity(created_at,current_step,retries,version,error,facet,updated_at,business_key,ref) "
            "VALUES(?,?,?,?,?,?,?,?,?)" },
        { &m_entity.touch, "UPDATE @entity SET " + touched + " WHERE ref=?9" },
        { &m_entity.move, "UPDATE @entity SET " + touched + ",facet=?,updated_at=? WHERE ref=?9" },
        { &m_entity.change, "UPDATE @entity SET " + touched + ",facet=?,updated_at=?,business_key=? WHERE ref=?9" },
        { &m_entity.addState,
            "INSERT INTO @entity_state(facet,registers,recent,steps,children,ref) VALUES(?,?,?,?,?,?)" },
        { &m_entity.changeState,
            "UPDATE @entity_state SET facet=?,registers=?,recent=?,steps=?,children=? WHERE ref=?" },
        { &m_entity.addSource, "INSERT INTO @entity_source(source,entity) VALUES(?,?)" },
        { &m_entity.addWorkflow, "INSERT OR IGNORE INTO @entity_workflow(workflow,entity) VALUES(?,?)" },
        { &m_entity.readHistory, "SELECT entries FROM @entity_history WHERE entity=? ORDER BY first_seq" },
        { &m_entity.readHistoryBack,
            "SELECT latest,entries FROM @entity_history WHERE entity=? ORDER BY first_seq DESC" },
        { &m_entity.addHistory, "INSERT INTO @entity_history(entity,first_seq,latest,entries) VALUES(?,?,?,?)" },
        { &m_step.load, "SELECT registers,label,execution FROM @step WHERE entity=? AND step=?" },
        { &m_step.put, "REPLACE INTO @step(entity,step,label,execution,registers) VALUES(?,?,?,?,?)" },
        { &m_step.place, "INSERT INTO @entity_step(label,execution,entity) VALUES(?,?,?)" },
        { &m_step.displace, "DELETE FROM @entity_step WHERE label=? AND execution=? AND entity=?" },
        { &m_run.load, "SELECT registers,first_at FROM @run WHERE entity=? AND workflow=? AND run=?" },
        { &m_run.add, "INSERT INTO @run(registers,first_at,entity,workflow,run) VALUES(?,?,?,?,?)" },
        { &m_run.touch, "UPDATE @run SET registers=? WHERE entity=?3 AND workflow=?4 AND run=?5" },
        { &m_run.change, "UPDATE @run SET registers=?,first_at=? WHERE entity=?3 AND workflow=?4 AND run=?5" },
        { &m_artifact.load,
            "SELECT registers,created_at FROM @artifact WHERE entity=? AND type=? AND name=? AND version=?" },
        { &m_artifact.add, "INSERT INTO @artifact(registers,created_at,entity,type,name,version) VALUES(?,?,?,?,?,?)" },
        { &m_artifact.touch,
            "UPDATE @artifact SET registers=? WHERE entity=?3 AND type=?4 AND name=?5 AND version=?6" },
        { &m_artifact.change,
            "UPDATE @artifact SET registers=?,created_at=? WHERE entity=?3 AND type=?4 AND name=?5 AND version=?6" },
        { &m_property.load, "SELECT registers FROM @property WHERE entity=? AND name=?" },
        { &m_property.put, "REPLACE INTO @property(registers,entity,name) VALUES(?,?,?)" },
        { &m_findFacet, "SELECT id FROM @facet WHERE organization=? AND project=? AND type=? AND status=?" },
        { &m_readFacet, "SELECT organization,project,type,status FROM @facet WHERE id=?" },
        { &m_addFacet, "INSERT INTO @facet(organization,project,type,status,count) VALUES(?,?,?,?,0)" },
    };
    for (const auto& [statement, sql] : wanted) {
        auto prepared = prepareWithPrefix(m_connection, sql, prefix);
        if (!prepared)
            return prepared.error();
        *statement = std::move(*prepared);
    }
    return {};
}

Result<void> ProjectionTables::load(EntityRef ref, RunTableRow& row)
{
    Statement& statement = m_run.load;
    statement.bindInt(1, ref);
    statement.bindText(2, row.state.workflowId);
    statement.bindText(3, row.state.runId);
    auto found = readRegisters(statement, 0, row);
    if (!found)
        return found.error();
    if (*found) {
        row.stored.at = statement.columnInt(1);
        statement.reset();
    }
    return {};
}

Result<void> ProjectionTables::save(EntityRef ref, RunTableRow& row)
{
    const bool changed = row.state.firstAtMicros != row.stored.at;
    Statement& statement = !row.isStored ? m_run.add : changed ? m_run.change : m_run.touch;
    m_blob.clear();
    encodeRegisters(row.state, m_blob);
    statement.bindBlob(1, m_blob);
    if (&statement != &m_run.touch)
        statement.bindInt(2, row.state.firstAtMicros);
    statement.bindInt(3, ref);
    statement.bindText(4, row.state.workflowId);
    statement.bindText(5, row.state.runId);
    if (!row.isStored && !row.state.workflowId.empty()) {
        auto workflow = m_interner.text(row.state.workflowId);
        if (!workflow)
            return workflow.error();
        m_newWorkflows.push_back({ { *workflow, ref } });
    }
    row.stored.at = row.state.firstAtMicros;
    row.isStored = true;
    return statement.run();
}

Result<void> ProjectionTables::load(EntityRef ref, ArtifactTableRow& row)
{
    Statement& statement = m_artifact.load;
    const ArtifactKey& key = row.state.key;
    statement.bindInt(1, ref);
    statement.bindText(2, key.type);
    statement.bindText(3, key.name);
    statement.bindText(4, key.version);
    auto found = readRegisters(statement, 0, row);
    if (!found)
        return found.error();
    if (*found) {
        row.stored.at = statement.columnInt(1);
        statement.reset();
    }
    return {};
}

Result<void> ProjectionTables::save(EntityRef ref, ArtifactTableRow& row)
{
    const bool changed = row.state.firstAtMicros != row.stored.at;
    Statement& statement = !row.isStored ? m_artifact.add : changed ? m_artifact.change : m_artifact.touch;
    m_blob.clear();
    encodeRegisters(row.state, m_blob);
    const ArtifactKey& key = row.state.key;
    statement.bindBlob(1, m_blob);
    if (&statement != &m_artifact.touch)
        statement.bindInt(2, row.state.firstAtMicros);
    statement.bindInt(3, ref);
    statement.bindText(4, key.type);
    statement.bindText(5, key.name);
    statement.bindText(6, key.version);
    row.stored.at = row.state.firstAtMicros;
    row.isStored = true;
    return statement.run();
}

Result<void> ProjectionTables::load(EntityRef ref, PropertyTableRow& row)
{
    Statement& statement = m_property.load;
    statement.bindInt(1, ref);
    statement.bindText(2, row.state.name);
    auto found = readRegisters(statement, 0, row);
    if (!found)
        return found.error();
    statement.reset();
    return {};
}

Result<void> ProjectionTables::save(EntityRef ref, PropertyTableRow& row)
{
    m_blob.clear();
    encodeRegisters(row.state, m_blob);
    m_property.put.bindBlob(1, m_blob);
    m_property.put.bindInt(2, ref);
    m_property.put.bindText(3, row.state.name);
    row.isStored = true;
    return m_property.put.run();
}

Result<std::int64_t> ProjectionTables::facetOf(const EntityKey& key, EntityStatus status)
{
    if (m_kind.project != key.project || m_kind.type != key.type || m_kind.organization != key.organization)
        m_kind = { key.organization, key.project, key.type, {} };
    std::int64_t& known = m_kind.facets[static_cast<std::size_t>(status)];
    if (known != 0)
        return known;
    NumberKey<4> parts{ { 0, 0, 0, static_cast<std::int64_t>(status) } };
    const std::string* const texts[] = { &key.organization, &key.project, &key.type };
    for (std::size_t i = 0; i < std::size(texts); ++i) {
        auto number = m_interner.text(*texts[i]);
        if (!number)
            return number.error();
        parts.parts[i] = *number;
    }
    auto facet = facetOf(parts);
    if (facet)
        known = *facet;
    return facet;
}

Result<std::int64_t> ProjectionTables::facetOf(const NumberKey<4>& parts)
{
    const auto known = m_facets.find(parts);
    if (known != m_facets.end())
        return known->second;
    for (Statement* statement : { &m_findFacet, &m_addFacet }) {
        for (int i = 0; i < 4; ++i)
            statement->bindInt(i + 1, parts.parts[static_cast<std::size_t>(i)]);
    }
    auto found = m_findFacet.step();
    if (!found)
        return found.error();
    std::int64_t id = *found ? m_findFacet.columnInt(0) : 0;
    m_findFacet.reset();
    if (id == 0) {
        if (auto done = m_addFacet.run(); !done)
            return done.error();
        id = m_connection.lastInsertId();
    }
    m_facets.emplace(parts, id);
    m_facetParts.emplace(id, parts);
    return id;
}

Result<NumberKey<4>> ProjectionTables::partsOf(std::int64_t facet)
{
    if (const auto known = m_facetParts.find(facet); known != m_facetParts.end())
        return known->second;
    m_readFacet.bindInt(1, facet);
    auto found = m_readFacet.step();
    if (!found)
        return found.error();
    NumberKey<4> parts;
    for (int i = 0; i < 4 && *found; ++i)
        parts.parts[static_cast<std::size_t>(i)] = m_readFacet.columnInt(i);
    m_readFacet.reset();
    if (!*found)
        return corruption("An entity is of a kind that the store does not know.");
    m_facetParts.emplace(facet, parts);
    return parts;
}

} // namespace binnacle::sqlite
