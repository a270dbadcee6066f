#include "backend/store/sqlite/projection_tables.h"

#include "backend/store/sqlite/registers_codec.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

Result<void> ProjectionTables::prepare(const std::string& prefix)
{
    const auto table = [&](std::string sql) {
        // '@' stands for the prefix; it appears in no statement otherwise.
        for (std::size_t at = sql.find('@'); at != std::string::npos; at = sql.find('@', at))
            sql.replace(at, 1, prefix);
        return sql;
    };
    // What every event changes of its entity's row; no index holds any of it.
    const std::string touched = "created_at=?,current_step=?,retries=?,version=?,last_seq=?,registers=?,recent=?,"
                                "steps=?,children=?";
    const std::pair<Statement*, std::string> wanted[] = {
        { &m_entity.load,
            "SELECT registers,organization,type,project,status,updated_at,business_key,facet,recent,steps,children "
            "FROM @entity WHERE ref=?" },
        { &m_entity.add,
            "INSERT INTO @entity(created_at,current_step,retries,version,last_seq,registers,recent,steps,children,"
            "updated_at,facet,project,status,business_key,organization,type,ref) "
            "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" },
        { &m_entity.touch, "UPDATE @entity SET " + touched + " WHERE ref=?17" },
        { &m_entity.move, "UPDATE @entity SET " + touched + ",updated_at=? WHERE ref=?17" },
        { &m_entity.change,
            "UPDATE @entity SET " + touched + ",updated_at=?,facet=?,project=?,status=?,business_key=? WHERE ref=?17" },
        { &m_entity.loadSources, "SELECT source FROM @entity_source WHERE entity=?" },
        { &m_entity.addSource, "INSERT INTO @entity_source(entity,source) VALUES(?,?)" },
        { &m_entity.readHistory, "SELECT entries FROM @entity_history WHERE entity=? ORDER BY first_seq" },
        { &m_entity.addHistory, "INSERT INTO @entity_history(entity,first_seq,entries) VALUES(?,?,?)" },
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
        { &m_property.add, "REPLACE INTO @property(registers,entity,name) VALUES(?,?,?)" },
        { &m_stepHour.load,
            "SELECT registers FROM @step_hour WHERE organization=? AND project=? AND step=? AND hour=?" },
        { &m_stepHour.add,
            "REPLACE INTO @step_hour(organization,project,step,hour,action,executions,failures,retries,registers) "
            "VALUES(?,?,?,?,?,?,?,?,?)" },
        { &m_stepHour.remove, "DELETE FROM @step_hour WHERE organization=? AND project=? AND step=? AND hour=?" },
        { &m_findFacet, "SELECT id FROM @facet WHERE organization=? AND project=? AND type=? AND status=?" },
        { &m_addFacet, "INSERT INTO @facet(organization,project,type,status,count) VALUES(?,?,?,?,0)" },
        { &m_addToFacet, "UPDATE @facet SET count=count+? WHERE id=?" },
        { &m_addCompleted,
            "INSERT INTO @completed_hour(hour,organization,project,count) VALUES(?,?,?,?) "
            "ON CONFLICT DO UPDATE SET count=count+excluded.count" },
        { &m_cleanCompleted, "DELETE FROM @completed_hour WHERE hour=? AND organization=? AND project=? AND count=0" },
        { &m_addVolume,
            "INSERT INTO @volume(minute,source,count) VALUES(?,?,?) "
            "ON CONFLICT DO UPDATE SET count=count+excluded.count" },
    };
    for (const auto& [statement, sql] : wanted) {
        auto prepared = m_connection.prepare(table(sql));
        if (!prepared)
            return prepared.error();
        *statement = std::move(*prepared);
    }
    return {};
}

Result<std::optional<std::int64_t>> ProjectionTables::textOrNull(std::string_view value)
{
    if (value.empty())
        return std::optional<std::int64_t>();
    auto id = m_interner.text(value);
    if (!id)
        return id.error();
    return std::optional<std::int64_t>(*id);
}

Result<void> ProjectionTables::load(RunRows::Row& row)
{
    Statement& statement = m_run.load;
    statement.bindInt(1, row.ref);
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

Result<void> ProjectionTables::save(RunRows::Row& row)
{
    const bool changed = row.state.firstAtMicros != row.stored.at;
    Statement& statement = !row.isStored ? m_run.add : changed ? m_run.change : m_run.touch;
    m_blob.clear();
    encodeRegisters(row.state, m_blob);
    m_savedBytes = m_blob.size();
    statement.bindBlob(1, m_blob);
    if (&statement != &m_run.touch)
        statement.bindInt(2, row.state.firstAtMicros);
    statement.bindInt(3, row.ref);
    statement.bindText(4, row.state.workflowId);
    statement.bindText(5, row.state.runId);
    row.stored.at = row.state.firstAtMicros;
    row.isStored = true;
    return statement.run();
}

Result<void> ProjectionTables::load(ArtifactRows::Row& row)
{
    Statement& statement = m_artifact.load;
    const ArtifactKey& key = row.state.key;
    statement.bindInt(1, row.ref);
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

Result<void> ProjectionTables::save(ArtifactRows::Row& row)
{
    const bool changed = row.state.firstAtMicros != row.stored.at;
    Statement& statement = !row.isStored ? m_artifact.add : changed ? m_artifact.change : m_artifact.touch;
    m_blob.clear();
    encodeRegisters(row.state, m_blob);
    m_savedBytes = m_blob.size();
    const ArtifactKey& key = row.state.key;
    statement.bindBlob(1, m_blob);
    if (&statement != &m_artifact.touch)
        statement.bindInt(2, row.state.firstAtMicros);
    statement.bindInt(3, row.ref);
    statement.bindText(4, key.type);
    statement.bindText(5, key.name);
    statement.bindText(6, key.version);
    row.stored.at = row.state.firstAtMicros;
    row.isStored = true;
    return statement.run();
}

Result<void> ProjectionTables::load(PropertyRows::Row& row)
{
    Statement& statement = m_property.load;
    statement.bindInt(1, row.ref);
    statement.bindText(2, row.state.name);
    auto found = readRegisters(statement, 0, row);
    if (!found)
        return found.error();
    statement.reset();
    return {};
}

Result<void> ProjectionTables::save(PropertyRows::Row& row)
{
    m_blob.clear();
    encodeRegisters(row.state, m_blob);
    m_savedBytes = m_blob.size();
    m_property.add.bindBlob(1, m_blob);
    m_property.add.bindInt(2, row.ref);
    m_property.add.bindText(3, row.state.name);
    row.isStored = true;
    return m_property.add.run();
}

Result<void> ProjectionTables::load(StepHourRows::Row& row)
{
    for (int i = 0; i < 4; ++i)
        m_stepHour.load.bindInt(i + 1, row.key.parts[static_cast<std::size_t>(i)]);
    auto found = readRegisters(m_stepHour.load, 0, row);
    if (!found)
        return found.error();
    m_stepHour.load.reset();
    return {};
}

Result<void> ProjectionTables::save(StepHourRows::Row& row)
{
    const StepHourState& state = row.state;
    // An hour whose last attempt moved to another project was never there.
    const bool isEmpty =
        state.executions == 0 && state.failures == 0 && state.retries == 0 && state.durations.isEmpty();
    Statement& statement = isEmpty ? m_stepHour.remove : m_stepHour.add;
    for (int i = 0; i < 4; ++i)
        statement.bindInt(i + 1, row.key.parts[static_cast<std::size_t>(i)]);
    if (isEmpty) {
        row.state = {};
        row.isStored = false;
        return statement.run();
    }
    auto action = textOrNull(state.action.value);
    if (!action)
        return action.error();
    m_blob.clear();
    encodeRegisters(state, m_blob);
    m_savedBytes = m_blob.size();
    statement.bindOptional(5, *action);
    statement.bindInt(6, state.executions);
    statement.bindInt(7, state.failures);
    statement.bindInt(8, state.retries);
    statement.bindBlob(9, m_blob);
    row.isStored = true;
    return statement.run();
}

} // namespace binnacle::sqlite
