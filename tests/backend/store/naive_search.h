#pragma once

#include "backend/projection/entity_query.h"
#include "backend/store/event_store.h"

#include <set>
#include <string>
#include <vector>

namespace binnacle::test {

/// One entity with everything that a query may ask of it, as the store's details have it.
struct KnownEntity {
    EntityRow row;
    std::vector<StepRow> steps;
    std::vector<std::string> sources;
    std::set<std::string> workflows;
};

/// Reads the entities of `keys`, one after the other.
std::vector<KnownEntity> readKnown(StoreReader& reader, const std::set<EntityKey>& keys);

/// The refs that `query` lets through, in its order: word for word what entity_query.h says, and nothing clever.
std::vector<EntityRef> searchNaively(const std::vector<KnownEntity>& entities, const EntityQuery& query, Timestamp now);

} // namespace binnacle::test
