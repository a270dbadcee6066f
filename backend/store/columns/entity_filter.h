#pragma once

#include "backend/store/columns/entity_columns.h"
#include "backend/store/columns/entity_set.h"
#include "backend/store/columns/text_search.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace binnacle::columns {

// The filters of a query in terms of columns. Each lets a row through if any of its alternatives does, or none of them
// where it is negated.

struct NumberFilter {
    /// Both ends belong to it.
    struct Range {
        std::int64_t from = INT64_MIN;
        std::int64_t to = INT64_MAX;
    };
    IntColumn EntityColumns::*column = nullptr;
    std::vector<Range> ranges;
    bool negated = false;
};

struct IdFilter {
    struct Alternative {
        std::string text;
        bool isPrefix = false;
    };
    std::vector<Alternative> alternatives;
    bool negated = false;
};

struct TextFilter {
    TextSearch search;
    bool negated = false;
};

struct SetFilter {
    struct Alternative {
        std::size_t set = 0; ///< Index among the sets that the filters come with.
        bool isOutside = false; ///< True: what is not in the set.
    };
    std::vector<Alternative> alternatives;
    bool negated = false;
};

struct EntityFilters {
    bool matchesNothing = false; ///< A value that the store has never seen.
    std::vector<std::uint8_t> facets; ///< By facet: 1 lets it through. The first, 0, is no facet.
    std::vector<NumberFilter> numbers;
    std::vector<IdFilter> ids;
    std::vector<TextFilter> texts;
    std::vector<SetFilter> sets;
};

/// Finds the rows that filters let through.
class RowFilter {
public:
    /// All of them must stay where they are, and `filters` know every facet of the rows.
    RowFilter(const EntityColumns& columns, const EntityFilters& filters, std::span<const EntitySet* const> sets)
        : m_columns(columns)
        , m_filters(filters)
        , m_sets(sets)
    {
    }

    /// Writes the rows of `block` that get through to `rows`, which has room for all, and gives their number.
    std::size_t select(std::size_t block, Row* rows) const;
    /// Keeps of the `count` rows those that get through, in their order, and gives their number.
    std::size_t keep(Row* rows, std::size_t count) const;

private:
    std::size_t keepFacets(Row* rows, std::size_t count) const;
    std::size_t keepOthers(Row* rows, std::size_t count, bool isBlock) const;
    std::size_t keepNumbers(const NumberFilter& filter, Row* rows, std::size_t count) const;
    std::size_t keepIds(const IdFilter& filter, Row* rows, std::size_t count) const;
    std::size_t keepTexts(const TextFilter& filter, Row* rows, std::size_t count, bool isBlock) const;
    std::size_t keepSets(const SetFilter& filter, Row* rows, std::size_t count) const;

    const EntityColumns& m_columns;
    const EntityFilters& m_filters;
    std::span<const EntitySet* const> m_sets;
};

} // namespace binnacle::columns
