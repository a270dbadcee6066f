#pragma once

#include "backend/store/columns/entity_columns.h"
#include "backend/store/columns/text_ranks.h"

#include <compare>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace binnacle::columns {

/// One key of an order.
struct SortTerm {
    bool descending = true;
    IntColumn EntityColumns::*column = nullptr; ///< Null: the id.
    /// What the column's numbers are compared by; null: themselves.
    const std::vector<std::int64_t>* ranks = nullptr;
    const TextRanks* texts = nullptr; ///< Where the ranks are those of texts.
};

/// What a list is sorted by. The ref decides between rows that are equal otherwise, in the direction of the last key.
class EntityOrder {
public:
    /// Of one row: a value for each term, then its ref.
    using Values = std::vector<std::variant<std::int64_t, std::string>>;

    /// `columns` and what the terms refer to must stay where they are. Ranks are there for every number.
    EntityOrder(const EntityColumns& columns, std::vector<SortTerm> terms)
        : m_columns(columns)
        , m_terms(std::move(terms))
    {
    }

    Values valuesOf(Row row) const;

    /// The order as far as two numbers can hold it: of two rows, the one with the larger key comes first.
    struct Key {
        std::uint64_t first = 0;
        std::uint64_t second = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    void keysOf(const Row* rows, std::size_t count, Key* keys) const;

    /// A row that may be gone: the last one of the page before.
    struct Place {
        std::vector<std::int64_t> numbers; ///< By term.
        std::string id;
        EntityRef ref = 0;
        Key key;
    };
    Place placeOf(const Values& values) const;

    bool isBefore(Row a, Row b) const;
    bool isBehind(Row row, const Place& place) const;

private:
    std::int64_t numberOf(const SortTerm& term, Row row) const;
    template <typename Put>
    void putKeys(const SortTerm& term, const Row* rows, std::size_t count, const Put& put) const;

    const EntityColumns& m_columns;
    std::vector<SortTerm> m_terms;
};

} // namespace binnacle::columns
