#pragma once

#include "backend/projection/entity_query.h"
#include "backend/store/event_store.h"

#include <string>
#include <vector>

namespace binnacle::bench {

/// What a test of pages asks for: every field, alone, negated and joined, over values that the store has.
std::vector<std::string> queriesOver(StoreReader& reader, const std::vector<EntityRow>& some);

/// Every column in both directions, and orders of two keys.
std::vector<std::vector<SortKey>> orders();

std::string nameOf(const std::vector<SortKey>& order);

} // namespace binnacle::bench
