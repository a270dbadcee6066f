#pragma once

#include "backend/projection/entity_query.h"
#include "backend/store/columns/entity_filter.h"
#include "backend/store/sqlite/indexed_set.h"
#include "backend/store/sqlite/text_cache.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::sqlite {

/// The facets of a snapshot.
struct Facets {
    std::vector<columns::Facet> parts; ///< By number; 0 and what there is not are empty.
    std::vector<std::int64_t> counts; ///< Entities, by number.
};
Result<Facets> readFacets(Connection& connection);

/// An EntityQuery's filters in terms of the store.
struct EntitySearch {
    columns::EntityFilters filters;
    std::vector<SetKey> sets; ///< What SetFilter::Alternative::set numbers.

    /// Only organisation, project, type and status are looked at: counts by facet are exact.
    bool facetsKnowAll() const { return isByUpdate() && filters.numbers.empty(); }
    /// Only those and the time of the update: one index has all of it.
    bool isByUpdate() const;
    bool readsIds() const { return !filters.ids.empty() || !filters.texts.empty(); }

    /// " AND ..." over `entity e`: the filters on the update.
    SqlText updateCondition() const;
    /// No update outside of it gets through.
    columns::NumberFilter::Range updateRange() const;

    /// Entities that an index can name, and what need not be asked of them any more.
    struct Candidates {
        SqlText refs; ///< "SELECT ref ..."
        std::optional<std::size_t> setFilter; ///< Index in filters.sets.
    };
    std::vector<Candidates> candidates() const;
};

/// Errors: those of reading the text table, and INVALID_TIMESTAMP.
Result<EntitySearch> searchOf(const EntityQuery& query, Timestamp now, const Facets& facets, TextCache& texts);

/// The first text that no text beginning with `prefix` reaches; empty: there is none.
std::string afterPrefix(std::string prefix);

} // namespace binnacle::sqlite
