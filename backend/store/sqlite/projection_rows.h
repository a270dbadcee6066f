#pragma once

#include "backend/projection/read_types.h"
#include "backend/store/sqlite/database.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace binnacle::sqlite {

/// What a row of the projections says, in a form that does not depend on numbers given to texts nor on where the row
/// lies, hashed.
struct RowHash {
    EntityRef entity = 0; ///< 0: it belongs to none.
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};
using VisitRowHash = std::function<void(const RowHash&)>;

/// A part of the projections whose rows are alike.
struct ProjectionPart {
    std::string_view name; ///< "steps"
    bool dependsOnArrival = false; ///< Else the same events give the same rows in whatever order they came.
    Result<void> (*read)(Connection&, const VisitRowHash&) = nullptr; ///< Rows come in any order.
};
std::span<const ProjectionPart> projectionParts();

/// Of rows in any order: two of them are equal where the rows are, and hardly ever otherwise.
struct RowSum {
    std::uint64_t count = 0;
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    void add(const RowHash& row)
    {
        ++count;
        high += row.high;
        low += row.low;
    }
    friend bool operator==(const RowSum&, const RowSum&) = default;
};
Result<RowSum> sumOf(const ProjectionPart& part, Connection& connection);

} // namespace binnacle::sqlite
