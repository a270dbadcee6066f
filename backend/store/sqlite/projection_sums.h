#pragma once

#include "backend/store/sqlite/projection_tables.h"

#include <map>
#include <string>
#include <unordered_map>

namespace binnacle::sqlite {

/// The projections that belong to no single entity: counts by facet, completed entities by hour, volume by minute, and
/// the hours of steps. They gather in memory and are written once a transaction, however many events touch
/// them.
class ProjectionSums {
public:
    ProjectionSums(Connection& connection, Interner& interner)
        : m_connection(connection)
        , m_interner(interner)
    {
    }

    Result<void> prepare(const std::string& prefix);

    /// Entities of the facet of that number.
    void addToFacet(std::int64_t facet, std::int64_t delta) { m_facets[facet] += delta; }
    /// Entities completed in `hour`: hour, organization, project.
    void addCompleted(const NumberKey<3>& hour, std::int64_t delta) { m_completed[hour] += delta; }
    /// Counts an event of `source` at `recordedAt` micros.
    void addToVolume(std::int64_t source, std::int64_t recordedAt);
    /// organization, project, step, hour. Stays where it is until the next flush().
    Result<StepHourState*> stepHour(const NumberKey<4>& key);

    Result<void> flush();
    /// After a rollback: nothing in memory is true any more.
    void forget();

private:
    struct StepHour {
        StepHourState state;
        bool isDirty = false;
    };
    Result<void> save(const NumberKey<4>& key, StepHourState& state);
    Result<void> writeStepHours();

    Connection& m_connection;
    Interner& m_interner;
    std::unordered_map<std::int64_t, std::int64_t> m_facets;
    std::map<NumberKey<3>, std::int64_t> m_completed;
    std::map<NumberKey<2>, std::int64_t> m_volume; ///< minute, source.
    std::unordered_map<NumberKey<4>, StepHour, NumberHash> m_stepHours;
    std::vector<NumberKey<4>> m_dirtyHours;
    std::string m_blob;
    Statement m_addToFacet, m_addCompleted, m_cleanCompleted, m_addVolume;
    Statement m_loadHour, m_putHour, m_removeHour;
};

} // namespace binnacle::sqlite
