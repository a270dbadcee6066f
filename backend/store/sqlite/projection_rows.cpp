#include "backend/store/sqlite/projection_rows.h"

#include "backend/store/sqlite/entity_steps.h"
#include "backend/store/sqlite/grid_changes.h"
#include "backend/store/sqlite/registers_codec.h"

#include <xxhash.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace binnacle::sqlite {

namespace {

/// Queries give a row's own numbers only as the texts they stand for. Column 0 is the entity.
const std::string entityColumns = "SELECT e.ref,o.value,p.value,t.value,k.id";
const std::string entityJoin =
    " JOIN entity e ON e.ref=x.entity JOIN entity_key k ON k.ref=e.ref JOIN facet f ON f.id=e.facet"
    " JOIN text o ON o.id=f.organization JOIN text p ON p.id=f.project JOIN text t ON t.id=f.type";
constexpr int keyColumns = 5;

/// Columns as lengths and bytes, so that what they say cannot move from one to the next.
class RowHasher {
public:
    explicit RowHasher(const VisitRowHash& visit)
        : m_visit(visit)
    {
    }

    void begin(EntityRef entity)
    {
        m_entity = entity;
        m_row.clear();
    }
    void add(std::string_view value)
    {
        const std::uint64_t size = value.size();
        m_row.append(reinterpret_cast<const char*>(&size), sizeof size);
        m_row.append(value);
    }
    void add(std::int64_t value) { m_row.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void addColumns(const Statement& row, int begin, int end)
    {
        for (int i = begin; i < end; ++i)
            add(row.columnBlob(i));
    }
    void end() const
    {
        const XXH128_hash_t hash = XXH3_128bits(m_row.data(), m_row.size());
        m_visit({ m_entity, hash.high64, hash.low64 });
    }

private:
    const VisitRowHash& m_visit;
    EntityRef m_entity = 0;
    std::string m_row;
};

/// Every column of every row of `sql`; the first is the entity.
Result<void> readColumns(Connection& connection, const VisitRowHash& visit, const std::string& sql, int columns)
{
    RowHasher hasher(visit);
    return forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        hasher.begin(row.columnInt(0));
        hasher.addColumns(row, 1, columns);
        hasher.end();
        return true;
    });
}

/// All but what depends on the order of arrival.
Result<void> readEntities(Connection& connection, const VisitRowHash& visit)
{
    RowHasher hasher(visit);
    std::string registers;
    const std::string sql = entityColumns
        + ",x.registers,f.status,e.updated_at,e.created_at,s.value,e.retries,e.version,e.error,e.business_key"
          " FROM (SELECT ref AS entity,registers FROM entity_state) x"
        + entityJoin + " LEFT JOIN text s ON s.id=e.current_step";
    return forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        EntityState state;
        if (auto done = decodeRegisters(row.columnBlob(keyColumns), state); !done)
            return done.error();
        state.lastSeq = 0;
        registers.clear();
        encodeRegisters(state, registers);
        hasher.begin(row.columnInt(0));
        hasher.addColumns(row, 1, keyColumns);
        hasher.add(registers);
        hasher.addColumns(row, keyColumns + 1, keyColumns + 9);
        hasher.end();
        return true;
    });
}

Result<void> readArrivals(Connection& connection, const VisitRowHash& visit)
{
    RowHasher hasher(visit);
    const std::string sql = entityColumns
        + ",x.registers,x.recent FROM (SELECT ref AS entity,registers,recent FROM entity_state) x" + entityJoin;
    return forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        EntityState state;
        if (auto done = decodeRegisters(row.columnBlob(keyColumns), state); !done)
            return done.error();
        hasher.begin(row.columnInt(0));
        hasher.addColumns(row, 1, keyColumns);
        hasher.add(state.lastSeq);
        hasher.addColumns(row, keyColumns + 1, keyColumns + 2);
        hasher.end();
        return true;
    });
}

/// The label of a step's action is left out: it is a courtesy to readers and may stay behind when a late event moves an
/// entity's attempts to another project.
Result<void> readStepHours(Connection& connection, const VisitRowHash& visit)
{
    RowHasher hasher(visit);
    std::string registers;
    const std::string sql = "SELECT x.registers,o.value,p.value,s.value,x.hour,x.executions,x.failures,x.retries"
                            " FROM step_hour x JOIN text o ON o.id=x.organization JOIN text p ON p.id=x.project"
                            " JOIN text s ON s.id=x.step";
    return forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        StepHourState state;
        if (auto done = decodeRegisters(row.columnBlob(0), state); !done)
            return done.error();
        state.action = {};
        registers.clear();
        encodeRegisters(state, registers);
        hasher.begin(0);
        hasher.add(registers);
        hasher.addColumns(row, 1, 8);
        hasher.end();
        return true;
    });
}

/// Wherever a property lies, with its entity or in a row of its own.
Result<void> readProperties(Connection& connection, const VisitRowHash& visit)
{
    RowHasher hasher(visit);
    std::string registers;
    const auto add = [&](const Statement& row, const PropertyState& property) {
        registers.clear();
        encodeRegisters(property, registers);
        hasher.begin(row.columnInt(0));
        hasher.addColumns(row, 1, keyColumns);
        hasher.add(property.name);
        hasher.add(registers);
        hasher.end();
    };
    const std::string inEntities =
        entityColumns + ",x.children FROM (SELECT ref AS entity,children FROM entity_state) x" + entityJoin;
    auto done = forEachRow(connection, inEntities, [&](const Statement& row) -> Result<bool> {
        EntityChildren children;
        if (auto decoded = decodeRegisters(row.columnBlob(keyColumns), children); !decoded)
            return decoded.error();
        for (const PropertyState& property : children.properties)
            add(row, property);
        return true;
    });
    if (!done)
        return done;
    const std::string inRows = entityColumns + ",x.name,x.registers FROM property x" + entityJoin;
    return forEachRow(connection, inRows, [&](const Statement& row) -> Result<bool> {
        PropertyState property;
        if (auto decoded = decodeRegisters(row.columnBlob(keyColumns + 1), property); !decoded)
            return decoded.error();
        property.name = row.columnText(keyColumns);
        add(row, property);
        return true;
    });
}

/// Wherever a step lies, with its entity or in a row of its own.
Result<void> readSteps(Connection& connection, const VisitRowHash& visit)
{
    auto text = connection.prepare("SELECT value FROM text WHERE id=?", false);
    if (!text)
        return text.error();
    RowHasher hasher(visit);
    const auto add = [&](const Statement& row, std::int64_t step, std::string_view registers) -> Result<bool> {
        text->bindInt(1, step);
        auto found = text->step();
        if (!found)
            return found.error();
        hasher.begin(row.columnInt(0));
        hasher.addColumns(row, 1, keyColumns);
        hasher.add(*found ? text->columnText(0) : std::string_view());
        hasher.add(registers);
        hasher.end();
        text->reset();
        return true;
    };
    const std::string inEntities =
        entityColumns + ",x.steps FROM (SELECT ref AS entity,steps FROM entity_state) x" + entityJoin;
    auto done = forEachRow(connection, inEntities, [&](const Statement& row) -> Result<bool> {
        auto entries = EntitySteps::decode(row.columnBlob(keyColumns));
        if (!entries)
            return entries.error();
        for (const StepEntry& entry : *entries) {
            if (auto added = add(row, entry.step, entry.registers); !added)
                return added;
        }
        return true;
    });
    if (!done)
        return done;
    const std::string inRows = entityColumns + ",x.step,x.registers FROM step x" + entityJoin;
    return forEachRow(connection, inRows,
        [&](const Statement& row) { return add(row, row.columnInt(keyColumns), row.columnBlob(keyColumns + 1)); });
}

Result<void> readStepIndex(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        entityColumns + ",s.value,a.value,y.value,x.execution FROM entity_step x" + entityJoin
            + " JOIN step_label l ON l.id=x.label JOIN text s ON s.id=l.step LEFT JOIN text a ON a.id=l.action"
              " LEFT JOIN text y ON y.id=l.type",
        keyColumns + 4);
}

Result<void> readHistories(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(
        connection, visit, entityColumns + ",x.first_seq,x.entries FROM entity_history x" + entityJoin, keyColumns + 2);
}

Result<void> readSources(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        entityColumns + ",s.dialect,n.value FROM entity_source x" + entityJoin
            + " JOIN source s ON s.id=x.source JOIN text n ON n.id=s.name",
        keyColumns + 2);
}

Result<void> readWorkflows(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        entityColumns + ",w.value FROM entity_workflow x" + entityJoin + " JOIN text w ON w.id=x.workflow",
        keyColumns + 1);
}

Result<void> readRuns(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        entityColumns + ",x.workflow,x.run,x.first_at,x.registers FROM run x" + entityJoin, keyColumns + 4);
}

Result<void> readArtifacts(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        entityColumns + ",x.type,x.name,x.version,x.created_at,x.registers FROM artifact x" + entityJoin,
        keyColumns + 5);
}

Result<void> readGrid(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        "SELECT 0,o.value,p.value,t.value,x.status,x.count FROM facet x JOIN text o ON o.id=x.organization"
        " JOIN text p ON p.id=x.project JOIN text t ON t.id=x.type WHERE x.count!=0",
        6);
}

/// What each facet is, by its number.
Result<std::unordered_map<std::int64_t, std::string>> facetNames(Connection& connection)
{
    std::unordered_map<std::int64_t, std::string> names;
    const std::string sql =
        "SELECT f.id,f.status,o.value,p.value,t.value FROM facet f JOIN text o ON o.id=f.organization"
        " JOIN text p ON p.id=f.project JOIN text t ON t.id=f.type";
    auto done = forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        std::string name;
        for (int i = 1; i < 5; ++i)
            (name += row.columnText(i)) += '\0';
        names.emplace(row.columnInt(0), std::move(name));
        return true;
    });
    return done ? Result<std::unordered_map<std::int64_t, std::string>>(std::move(names)) : done.error();
}

/// What the facets gained and lost at each instant. A change and one that takes it back leave nothing: they come where
/// something that had happened before was told later.
template <AsOfAxis axis>
Result<void> readGridCourse(Connection& connection, const VisitRowHash& visit)
{
    auto names = facetNames(connection);
    if (!names)
        return names.error();
    RowHasher hasher(visit);
    std::optional<std::int64_t> hour;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> sums; // By instant and facet; of one hour.
    const auto finishHour = [&] {
        for (const auto& [key, delta] : sums) {
            if (delta == 0)
                continue;
            hasher.begin(0);
            hasher.add(key.first);
            hasher.add((*names)[key.second]);
            hasher.add(delta);
            hasher.end();
        }
        sums.clear();
    };
    std::vector<GridChange> changes;
    const std::string sql =
        "SELECT hour,changes FROM grid_change WHERE axis=" + std::to_string(static_cast<int>(axis)) + " ORDER BY hour";
    auto done = forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        if (hour != row.columnInt(0))
            finishHour();
        hour = row.columnInt(0);
        changes.clear();
        if (auto decoded = decodeGridChanges(*hour, row.columnBlob(1), changes); !decoded)
            return decoded.error();
        for (const GridChange& change : changes)
            sums[{ change.atMicros, change.facet }] += change.delta;
        return true;
    });
    finishHour();
    return done;
}

Result<void> readCompleted(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        "SELECT 0,x.hour,o.value,p.value,x.count FROM completed_hour x JOIN text o ON o.id=x.organization"
        " JOIN text p ON p.id=x.project WHERE x.count!=0",
        5);
}

Result<void> readVolume(Connection& connection, const VisitRowHash& visit)
{
    return readColumns(connection, visit,
        "SELECT 0,x.minute,s.dialect,n.value,x.count FROM volume x JOIN source s ON s.id=x.source"
        " JOIN text n ON n.id=s.name",
        5);
}

constexpr std::array parts{
    ProjectionPart{ "entities", false, readEntities },
    ProjectionPart{ "entities' newest events", true, readArrivals },
    ProjectionPart{ "entities' earlier events", true, readHistories },
    ProjectionPart{ "entities' sources", false, readSources },
    ProjectionPart{ "steps", false, readSteps },
    ProjectionPart{ "index of steps", false, readStepIndex },
    ProjectionPart{ "properties", false, readProperties },
    ProjectionPart{ "workflows", false, readWorkflows },
    ProjectionPart{ "runs", false, readRuns },
    ProjectionPart{ "artifacts", false, readArtifacts },
    ProjectionPart{ "grid's counts", false, readGrid },
    ProjectionPart{ "grid's course by occurrence", false, readGridCourse<AsOfAxis::Occurred> },
    ProjectionPart{ "grid's course by arrival", true, readGridCourse<AsOfAxis::Recorded> },
    ProjectionPart{ "hours of steps", false, readStepHours },
    ProjectionPart{ "hours of completed entities", false, readCompleted },
    ProjectionPart{ "volume", true, readVolume },
};

} // namespace

std::span<const ProjectionPart> projectionParts()
{
    return parts;
}

Result<RowSum> sumOf(const ProjectionPart& part, Connection& connection)
{
    RowSum sum;
    auto done = part.read(connection, [&sum](const RowHash& row) { sum.add(row); });
    return done ? Result<RowSum>(sum) : done.error();
}

} // namespace binnacle::sqlite
