#pragma once

#include "backend/store/sqlite/entity_changes.h"
#include "backend/store/sqlite/entity_children.h"
#include "backend/store/sqlite/entity_history.h"
#include "backend/store/sqlite/entity_steps.h"
#include "backend/store/sqlite/interner.h"
#include "backend/store/sqlite/number_key.h"
#include "backend/store/sqlite/registers_codec.h"

#include "backend/projection/projector.h"

#include <array>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle::sqlite {

/// One row in memory. `Stored` is what it needs to know of its place on disk, so that a write can leave alone the
/// indexes that do not change.
template <typename State, typename Stored>
struct ProjectionRow {
    State state{};
    Stored stored{};
    bool isStored = false; ///< There is a row of the table.
};

struct StoredEntity {
    std::int64_t updatedAt = 0;
    std::string error;
    std::string businessKey;
    std::int64_t facet = 0;
    // What is written with the entity's row:
    EntityChildren children;
    EntitySteps steps;
    EntityHistory recent; ///< Entries that are in no row of entity_history.
};
struct StoredStep {
    StepPlace place;
    bool isRow = false; ///< It lies in the table `step`, else with its entity.
};
struct StoredTime {
    std::int64_t at = 0;
};
struct StoredNothing { };

using EntityTableRow = ProjectionRow<EntityState, StoredEntity>;
using StepTableRow = ProjectionRow<StepState, StoredStep>;
using RunTableRow = ProjectionRow<RunState, StoredTime>;
using ArtifactTableRow = ProjectionRow<ArtifactState, StoredTime>;
using PropertyTableRow = ProjectionRow<PropertyState, StoredNothing>;

/// Reads and writes the rows that belong to entities. `prefix` is put in front of the tables' names (a rebuild
/// fills tables of its own).
class ProjectionTables {
public:
    ProjectionTables(Connection& connection, Interner& interner)
        : m_connection(connection)
        , m_interner(interner)
    {
    }

    Result<void> prepare(const std::string& prefix);
    /// From now on `changes` gathers what is written.
    void recordIn(EntityChanges& changes) { m_changes = &changes; }
    /// After a rollback: numbers made in the transaction do not exist.
    void forget();

    // Each fills `row` from its table and sets isStored, or leaves both as they are where there is no such row.
    Result<void> load(EntityRef ref, EntityTableRow& row);
    Result<void> load(EntityRef ref, std::int64_t step, const StoredEntity& entity, StepTableRow& row);
    Result<void> load(EntityRef ref, RunTableRow& row);
    Result<void> load(EntityRef ref, ArtifactTableRow& row);
    Result<void> load(EntityRef ref, PropertyTableRow& row);

    Result<void> save(EntityRef ref, EntityTableRow& row);
    /// Puts the step into its entity's row as far as there is room; that row must be saved after it.
    Result<void> save(EntityRef ref, std::int64_t step, StoredEntity& entity, StepTableRow& row);
    Result<void> save(EntityRef ref, RunTableRow& row);
    Result<void> save(EntityRef ref, ArtifactTableRow& row);
    Result<void> save(EntityRef ref, PropertyTableRow& row);

    /// Makes `recent` a row of entity_history and empties it.
    /// `latest`: no event of the entity so far occurred later.
    Result<void> archiveHistory(EntityRef ref, EntityHistory& recent, std::int64_t latest);
    /// Appends the entries of the entity's rows of entity_history to `out`.
    Result<void> readHistory(EntityRef ref, std::vector<HistoryEntry>& out);
    /// Calls `visit` for the entity's rows of entity_history, the newest first, with an instant that none of its
    /// entries nor of those before it is later than, until it gives an error or false.
    Result<void> readHistoryBack(
        EntityRef ref, const std::function<Result<bool>(std::int64_t latest, std::string_view entries)>& visit);
    void addSource(EntityRef ref, std::int64_t source) { m_newSources.push_back({ { source, ref } }); }
    /// Writes what the save()s and addSource() have left for entity_step, entity_source and entity_workflow.
    Result<void> flushIndexes();

    /// Number of the combination of the organization, project and type of `key` with `status`; there is one afterwards.
    Result<std::int64_t> facetOf(const EntityKey& key, EntityStatus status);

private:
    Result<void> loadKey(EntityTableRow& row);
    Result<std::int64_t> facetOf(const NumberKey<4>& parts);
    Result<NumberKey<4>> partsOf(std::int64_t facet);
    Result<void> saveState(EntityRef ref, const EntityTableRow& row);
    void record(EntityRef ref, const EntityTableRow& row, std::optional<std::int64_t> currentStep);
    void placeStep(EntityRef ref, const StepTableRow& row, const StepPlace& place);
    template <typename Row>
    Result<bool> readRegisters(Statement& statement, int column, Row& row);

    Connection& m_connection;
    Interner& m_interner;
    std::string m_blob;
    std::string m_children;
    EntityChanges* m_changes = nullptr;
    std::unordered_map<NumberKey<4>, std::int64_t, NumberHash> m_facets;
    std::unordered_map<std::int64_t, NumberKey<4>> m_facetParts;
    /// The facets of the kind of entities that was asked for last: events come entity by entity.
    struct Kind {
        std::string organization, project, type;
        std::array<std::int64_t, static_cast<std::size_t>(EntityStatus::Archived) + 1> facets{}; ///< 0: not asked for.
    };
    Kind m_kind;
    // Entries of indexes: written sorted, so that neighbours come to the same page one after the other.
    std::vector<NumberKey<3>> m_newPlaces; ///< label, execution, entity.
    std::vector<NumberKey<3>> m_oldPlaces;
    std::vector<NumberKey<2>> m_newSources; ///< source, entity.
    std::vector<NumberKey<2>> m_newWorkflows; ///< workflow, entity; some may be there already.
    struct {
        Statement load, add, touch, move, change, addState, changeState, addSource, addWorkflow, readHistory,
            readHistoryBack, addHistory;
    } m_entity;
    struct {
        Statement load, put, place, displace;
    } m_step;
    struct {
        Statement load, add, touch, change;
    } m_run, m_artifact;
    struct {
        Statement load, put;
    } m_property;
    Statement m_findFacet, m_addFacet, m_readFacet;
};

/// Prepares `sql` on `connection` with `prefix` for each '@'.
Result<Statement> prepareWithPrefix(Connection& connection, std::string sql, const std::string& prefix);

/// Number of `value`; nullopt (NULL) for an empty one.
Result<std::optional<std::int64_t>> textOrNull(Interner& interner, std::string_view value);

template <typename Row>
Result<bool> ProjectionTables::readRegisters(Statement& statement, int column, Row& row)
{
    auto found = statement.step();
    if (!found)
        return found.error();
    if (!*found) {
        statement.reset();
        return false;
    }
    if (auto done = decodeRegisters(statement.columnBlob(column), row.state); !done) {
        statement.reset();
        return done.error();
    }
    row.isStored = true;
    return true;
}

} // namespace binnacle::sqlite
