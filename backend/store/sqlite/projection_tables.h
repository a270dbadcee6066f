#pragma once

#include "backend/store/sqlite/entity_children.h"
#include "backend/store/sqlite/entity_history.h"
#include "backend/store/sqlite/entity_steps.h"
#include "backend/store/sqlite/interner.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/row_map.h"

#include "backend/projection/projector.h"

#include <compare>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle::sqlite {

/// Numbers as a key.
template <std::size_t N>
struct NumberKey {
    std::array<std::int64_t, N> parts{};
    friend auto operator<=>(const NumberKey&, const NumberKey&) = default;
};

struct NumberHash {
    template <std::size_t N>
    std::uint64_t operator()(const NumberKey<N>& key) const
    {
        std::uint64_t hash = 0x9E3779B97F4A7C15U;
        for (const std::int64_t part : key.parts) {
            hash = (hash ^ static_cast<std::uint64_t>(part)) * 0xFF51AFD7ED558CCDU;
            hash ^= hash >> 32;
        }
        return hash;
    }
};

struct StoredEntity {
    std::int64_t organization = 0;
    std::int64_t type = 0;
    std::int64_t project = 0;
    std::int64_t status = 0;
    std::int64_t updatedAt = 0;
    std::string businessKey;
    std::int64_t facet = 0;
    EntityChildren children; ///< Written with the entity's row.
    EntitySteps steps; ///< The same; without what has not been saved yet.
    EntityHistory recent; ///< Entries that are in no row of entity_history; written with the entity's row.
    std::vector<std::int64_t> sources; ///< Rows of entity_source.
};
struct StoredStep {
    StepPlace place;
    bool isRow = false; ///< It lies in the table `step`, else with its entity.
};
struct StoredTime {
    std::int64_t at = 0;
};
struct StoredNothing { };

/// Keys of runs, artifacts and properties: the ref's bytes and the lengths of the parts in front of their text.
using EntityRows = RowMap<NumberKey<1>, EntityState, StoredEntity, NumberHash>;
using StepRows = RowMap<NumberKey<2>, StepState, StoredStep, NumberHash>;
using RunRows = RowMap<std::string, RunState, StoredTime, TextHash>;
using ArtifactRows = RowMap<std::string, ArtifactState, StoredTime, TextHash>;
using PropertyRows = RowMap<std::string, PropertyState, StoredNothing, TextHash>;
/// organization, project, step, hour.
using StepHourRows = RowMap<NumberKey<4>, StepHourState, StoredNothing, NumberHash>;

/// Reads and writes rows of the projection tables. `prefix` is put in front of the tables' names (a rebuild fills
/// tables of its own).
class ProjectionTables {
public:
    ProjectionTables(Connection& connection, Interner& interner)
        : m_connection(connection)
        , m_interner(interner)
    {
    }

    Result<void> prepare(const std::string& prefix);

    // Each fills `row` from its table and sets isStored, or leaves both as they are where there is no such row.
    Result<void> load(EntityRows::Row& row);
    Result<void> load(StepRows::Row& row, const StoredEntity& entity);
    Result<void> load(RunRows::Row& row);
    Result<void> load(ArtifactRows::Row& row);
    Result<void> load(PropertyRows::Row& row);
    Result<void> load(StepHourRows::Row& row);

    Result<void> save(EntityRows::Row& row);
    /// Puts the step into its entity's row as far as there is room; that row must be saved after it.
    Result<void> save(StepRows::Row& row, StoredEntity& entity);
    Result<void> save(RunRows::Row& row);
    Result<void> save(ArtifactRows::Row& row);
    Result<void> save(PropertyRows::Row& row);
    Result<void> save(StepHourRows::Row& row);

    /// Size of what save() wrote last, without its columns.
    std::size_t savedBytes() const { return m_savedBytes; }

    /// Makes `recent` a row of entity_history and empties it.
    Result<void> archiveHistory(EntityRef ref, EntityHistory& recent);
    /// Appends the entries of the entity's rows of entity_history to `out`.
    Result<void> readHistory(EntityRef ref, std::vector<HistoryEntry>& out);
    Result<void> addSource(EntityRef ref, std::int64_t source);

    /// `facet`: organization, project, type, status.
    Result<void> addToGrid(const NumberKey<4>& facet, std::int64_t delta);
    Result<void> addCompleted(std::int64_t hour, std::int64_t organization, std::int64_t project, std::int64_t delta);
    Result<void> addVolume(std::int64_t minute, std::int64_t source, std::int64_t delta);

    /// After a rollback: numbers made in the transaction do not exist.
    void forget() { m_facets.clear(); }

private:
    Result<std::int64_t> facetOf(const NumberKey<4>& parts);
    Result<void> placeStep(const StepRows::Row& row, const StepPlace& place);
    Result<void> loadSources(EntityRows::Row& row);
    template <typename Row>
    Result<bool> readRegisters(Statement& statement, int column, Row& row);
    Result<std::optional<std::int64_t>> textOrNull(std::string_view value);

    Connection& m_connection;
    Interner& m_interner;
    std::string m_blob;
    std::string m_children;
    std::size_t m_savedBytes = 0;
    struct {
        Statement load, add, touch, move, change, loadSources, addSource, readHistory, addHistory;
    } m_entity;
    struct {
        Statement load, add, touch, change, remove;
    } m_run, m_artifact, m_property, m_stepHour;
    struct {
        Statement load, put, place, displace;
    } m_step;
    std::unordered_map<NumberKey<4>, std::int64_t, NumberHash> m_facets;
    Statement m_findFacet, m_addFacet, m_addToFacet, m_addCompleted, m_cleanCompleted, m_addVolume;
};

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
