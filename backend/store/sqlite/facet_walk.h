#pragma once

#include "backend/store/sqlite/sql_value.h"

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <cstdint>
#include <vector>

namespace binnacle::sqlite {

/// An entity and its place in the order of updates.
struct UpdatedEntity {
    std::int64_t updatedAtMicros = 0;
    EntityRef ref = 0;
};

/// Where a walk goes on: after (updated_at, ref) in its direction.
struct WalkStart {
    bool descending = true;
    std::int64_t updatedAtMicros = INT64_MAX;
    EntityRef ref = INT64_MAX;
};

/// " AND (updated_at,ref) beyond `start`" of `entity e`.
SqlText beyond(const WalkStart& start);

/// SQL for the entities of one facet in the order of (updated_at, ref). Parameters: facet, updated_at, ref, those of
/// `where` (" AND ..." over `entity e`), limit.
SqlText facetSql(const SqlText& where, const WalkStart& start);

/// The first `limit` entities of `facets` that meet `where`, in the order of (updated_at, ref): each facet is a sorted
/// range of one index, and the ranges are merged. Costs a look-up a facet and about `limit` rows, however many entities
/// there are.
Result<std::vector<UpdatedEntity>> walkFacets(Connection& connection, const std::vector<std::int64_t>& facets,
    const SqlText& where, const WalkStart& start, std::int64_t limit);

} // namespace binnacle::sqlite
