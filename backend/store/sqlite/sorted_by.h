#pragma once

#include "backend/projection/entity_query.h"
#include "backend/store/columns/entity_order.h"
#include "backend/store/sqlite/entity_search.h"
#include "backend/store/sqlite/text_cache.h"

#include <deque>
#include <optional>
#include <vector>

namespace binnacle::sqlite {

/// The order of a query over columns, and what it refers to.
class SortedBy {
public:
    /// All arguments must stay where they are.
    SortedBy(const columns::EntityColumns& columns, const Facets& facets, TextCache& texts)
        : m_columns(columns)
        , m_facets(facets)
        , m_texts(texts)
    {
    }

    Result<columns::EntityOrder> order(const std::vector<SortKey>& keys);

private:
    Result<columns::SortTerm> termOf(const SortKey& key);
    Result<columns::SortTerm> byFacet(bool descending, std::int64_t columns::Facet::*part);
    columns::SortTerm byStatus(bool descending);
    Result<columns::SortTerm> byStep(bool descending);
    Result<const columns::TextRanks*> ranksOf(const std::vector<std::int64_t>& numbers);

    const columns::EntityColumns& m_columns;
    const Facets& m_facets;
    TextCache& m_texts;
    // An order points to its own.
    std::deque<std::vector<std::int64_t>> m_ranks;
    std::deque<columns::TextRanks> m_textRanks;
};

/// The keys that a query is sorted by: by update where it names none.
std::vector<SortKey> sortKeysOf(const EntityQuery& query);

/// A value of each kind that EntityOrder::Values has for these keys.
columns::EntityOrder::Values exampleOf(const std::vector<SortKey>& keys);

} // namespace binnacle::sqlite
