#pragma once

#include "backend/store/sqlite/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle::sqlite {

/// Reads the rows of all entities and what belongs to them: whether they can be decoded, and whether the indexes of
/// steps and sources say the same. Gives the number of events in the entities' histories.
Result<std::int64_t> checkEntities(Connection& connection, std::vector<std::string>& findings);

} // namespace binnacle::sqlite
