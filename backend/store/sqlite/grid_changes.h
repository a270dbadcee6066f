#pragma once

#include "backend/store/sqlite/database.h"

#include "backend/projection/as_of.h"

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

struct GridChange {
    std::int64_t atMicros = 0;
    std::int64_t facet = 0;
    int delta = 0; ///< 1 or -1.

    friend auto operator<=>(const GridChange&, const GridChange&) = default;
};

/// How many entities each facet has gained or lost at what instant: summed up to an instant, that is the grid as of
/// then. Sums are kept by day and by 64 days; within a day every change is, in blobs by the hour.
class GridChanges {
public:
    explicit GridChanges(Connection& connection)
        : m_connection(connection)
    {
    }

    Result<void> prepare(const std::string& prefix);

    /// The entities of the facet of that number become `delta` (1 or -1) more at that instant.
    void add(AsOfAxis axis, std::int64_t atMicros, std::int64_t facet, int delta)
    {
        m_changes[static_cast<std::size_t>(axis)].push_back({ atMicros, facet, delta });
    }

    Result<void> flush();
    /// After a rollback.
    void forget();

private:
    Result<void> flush(AsOfAxis axis, std::vector<GridChange>& changes);
    Result<void> writeHour(AsOfAxis axis, std::span<const GridChange> changes);
    Result<void> writeSums(AsOfAxis axis, std::size_t level, std::span<const GridChange> changes);

    Connection& m_connection;
    std::array<std::vector<GridChange>, 2> m_changes; ///< By axis.
    std::string m_bytes;
    Statement m_lastPart, m_putPart, m_addSum;
};

/// A bucket of level i holds 2^shift days.
inline constexpr std::array<int, 2> gridSumShifts{ 0, 6 };

/// Days since the epoch, rounded down.
std::int64_t gridDayOf(std::int64_t micros);

/// Appends the changes of a part of `hour` (hours since the epoch) to `out`. Error: STORE_CORRUPT.
Result<void> decodeGridChanges(std::int64_t hour, std::string_view bytes, std::vector<GridChange>& out);

} // namespace binnacle::sqlite
