#pragma once

#include "backend/projection/entity_query.h"
#include "backend/projection/read_types.h"

#include <vector>

namespace binnacle {

/// Strict weak order of rows as the store lists them for `sort` (empty: updated, latest first; the ref breaks ties).
bool entityRowLess(const EntityRow& a, const EntityRow& b, const std::vector<SortKey>& sort);

/// True where the values that `sort` looks at are the same, so that a row keeps its place.
bool sameSortPosition(const EntityRow& a, const EntityRow& b, const std::vector<SortKey>& sort);

} // namespace binnacle
