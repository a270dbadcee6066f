#pragma once

#include "backend/store/sqlite/projection_tables.h"

#include "backend/projection/as_of.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// How many entities each facet has gained or lost at what instant: summed up to an instant, that is the grid as of
/// then. Sums are kept by day and by 64 days; within a day every change is, in blobs by the hour.
class GridChanges {
public:
    /// `tables` knows the facets.
    GridChanges(Connection& connection, ProjectionTables& tables)
        : m_connection(connection)
        , m_tables(tables)
    {
    }

    Result<void> prepare(const std::string& prefix);

    /// The entities of `facet` (organization, project, type, status) become `delta` (1 or -1) more at that instant.
    void add(AsOfAxis axis, std::int64_t atMicros, const NumberKey<4>& facet, int delta)
    {
        m_changes.push_back({ axis, atMicros, delta, 0, facet });
    }

    Result<void> flush();
    /// After a rollback.
    void forget() { m_changes.clear(); }

private:
    struct Change {
        AsOfAxis axis = AsOfAxis::Recorded;
        std::int64_t atMicros = 0;
        int delta = 0;
        std::int64_t facet = 0; ///< Its number.
        NumberKey<4> parts;
    };
    Result<void> writeHour(std::span<const Change> changes);
    Result<void> writeSums();

    Connection& m_connection;
    ProjectionTables& m_tables;
    std::vector<Change> m_changes;
    std::string m_bytes;
    Statement m_lastPart, m_putPart, m_addSum;
};

/// One of them, read back.
struct GridChange {
    std::int64_t atMicros = 0;
    std::int64_t facet = 0;
    int delta = 0;
};

/// A bucket of level i holds 2^shift days.
inline constexpr std::array<int, 2> gridSumShifts{ 0, 6 };

/// Days since the epoch, rounded down.
std::int64_t gridDayOf(std::int64_t micros);

/// Appends the changes of a part of `hour` (hours since the epoch) to `out`. Error: STORE_CORRUPT.
Result<void> decodeGridChanges(std::int64_t hour, std::string_view bytes, std::vector<GridChange>& out);

} // namespace binnacle::sqlite
