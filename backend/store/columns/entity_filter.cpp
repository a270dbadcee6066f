#include "backend/store/columns/entity_filter.h"

#include <algorithm>
#include <array>

namespace binnacle::columns {

namespace {

/// A search through all texts of a block costs as much as so many searches through one of them.
constexpr std::size_t worthAWholeBlock = blockRows / 8;

/// Keeps the rows that `test` is true for. Without branches: which way they go cannot be foretold.
template <typename Test>
std::size_t keepIf(Row* rows, std::size_t count, const Test& test)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Row row = rows[i];
        rows[kept] = row;
        kept += test(row) ? 1 : 0;
    }
    return kept;
}

bool isIn(const NumberFilter::Range& range, std::int64_t value)
{
    return value >= range.from && value <= range.to;
}

bool matches(const IdFilter& filter, std::string_view id)
{
    return std::any_of(
        filter.alternatives.begin(), filter.alternatives.end(), [id](const IdFilter::Alternative& wanted) {
            return wanted.isPrefix ? id.starts_with(wanted.text) : id == wanted.text;
        });
}

} // namespace

std::size_t RowFilter::select(std::size_t block, Row* rows) const
{
    const std::size_t begin = block * blockRows;
    const std::size_t end = std::min(begin + blockRows, m_columns.size());
    const std::uint8_t* const facets = m_filters.facets.data();
    const std::size_t found = m_columns.facet.visit([&](const auto* facetOf) {
        std::size_t count = 0;
        for (std::size_t row = begin; row < end; ++row) {
            rows[count] = static_cast<Row>(row);
            count += facets[facetOf[row]];
        }
        return count;
    });
    return keepOthers(rows, found, true);
}

std::size_t RowFilter::keep(Row* rows, std::size_t count) const
{
    return keepOthers(rows, keepFacets(rows, count), false);
}

std::size_t RowFilter::keepFacets(Row* rows, std::size_t count) const
{
    const std::uint8_t* const facets = m_filters.facets.data();
    return m_columns.facet.visit(
        [&](const auto* facetOf) { return keepIf(rows, count, [&](Row row) { return facets[facetOf[row]] != 0; }); });
}

/// The cheap ones first. `isBlock`: the rows are of one block.
std::size_t RowFilter::keepOthers(Row* rows, std::size_t count, bool isBlock) const
{
    for (const NumberFilter& filter : m_filters.numbers)
        count = keepNumbers(filter, rows, count);
    for (const SetFilter& filter : m_filters.sets)
        count = keepSets(filter, rows, count);
    for (const IdFilter& filter : m_filters.ids)
        count = keepIds(filter, rows, count);
    for (const TextFilter& filter : m_filters.texts)
        count = keepTexts(filter, rows, count, isBlock);
    return count;
}

std::size_t RowFilter::keepNumbers(const NumberFilter& filter, Row* rows, std::size_t count) const
{
    return (m_columns.*filter.column).visit([&](const auto* values) {
        if (filter.ranges.size() == 1) {
            const NumberFilter::Range range = filter.ranges.front();
            return keepIf(rows, count,
                [&](Row row) { return isIn(range, static_cast<std::int64_t>(values[row])) != filter.negated; });
        }
        return keepIf(rows, count, [&](Row row) {
            const auto value = static_cast<std::int64_t>(values[row]);
            return std::any_of(filter.ranges.begin(), filter.ranges.end(), [value](const NumberFilter::Range& range) {
                return isIn(range, value);
            }) != filter.negated;
        });
    });
}

std::size_t RowFilter::keepIds(const IdFilter& filter, Row* rows, std::size_t count) const
{
    return keepIf(rows, count, [&](Row row) { return matches(filter, m_columns.ids.at(row)) != filter.negated; });
}

std::size_t RowFilter::keepTexts(const TextFilter& filter, Row* rows, std::size_t count, bool isBlock) const
{
    if (!isBlock || count < worthAWholeBlock)
        return keepIf(
            rows, count, [&](Row row) { return filter.search.isIn(m_columns.ids.at(row)) != filter.negated; });
    std::array<std::uint8_t, blockRows> found{};
    m_columns.ids.search(rows[0] / blockRows, filter.search, found.data());
    return keepIf(rows, count, [&](Row row) { return (found[row % blockRows] != 0) != filter.negated; });
}

std::size_t RowFilter::keepSets(const SetFilter& filter, Row* rows, std::size_t count) const
{
    const auto isInSet = [&](const SetFilter::Alternative& wanted, Row row) {
        return m_sets[wanted.set]->contains(row) != wanted.isOutside;
    };
    return keepIf(rows, count, [&](Row row) {
        return std::any_of(filter.alternatives.begin(), filter.alternatives.end(),
                   [&](const SetFilter::Alternative& wanted) { return isInSet(wanted, row); })
            != filter.negated;
    });
}

} // namespace binnacle::columns
