#include "backend/store/columns/entity_order.h"

#include <algorithm>
#include <compare>

namespace binnacle::columns {

namespace {

std::uint64_t keyOf(std::int64_t number, bool descending)
{
    constexpr std::uint64_t signBit = std::uint64_t{ 1 } << 63;
    const std::uint64_t key = static_cast<std::uint64_t>(number) ^ signBit;
    return descending ? key : ~key;
}

/// Eight bytes of the id from `from` on.
std::uint64_t keyOf(std::string_view id, std::size_t from, bool descending)
{
    std::uint64_t key = 0;
    for (std::size_t i = from; i < from + sizeof key; ++i)
        key = key << 8 | (i < id.size() ? static_cast<std::uint8_t>(id[i]) : 0U);
    return descending ? key : ~key;
}

bool comesFirst(std::strong_ordering order, bool descending)
{
    return descending ? order > 0 : order < 0;
}

} // namespace

std::int64_t EntityOrder::numberOf(const SortTerm& term, Row row) const
{
    const std::int64_t number = (m_columns.*term.column).at(row);
    return term.ranks != nullptr ? (*term.ranks)[static_cast<std::size_t>(number)] : number;
}

EntityOrder::Values EntityOrder::valuesOf(Row row) const
{
    Values values;
    for (const SortTerm& term : m_terms) {
        if (term.column == nullptr)
            values.emplace_back(std::string(m_columns.ids.at(row)));
        else if (term.texts != nullptr)
            values.emplace_back(term.texts->textOf(numberOf(term, row)));
        else
            values.emplace_back(numberOf(term, row));
    }
    values.emplace_back(m_columns.refOf(row));
    return values;
}

EntityOrder::Place EntityOrder::placeOf(const Values& values) const
{
    Place place;
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        const SortTerm& term = m_terms[i];
        std::int64_t number = 0;
        if (term.column == nullptr)
            place.id = std::get<std::string>(values[i]);
        else if (term.texts != nullptr)
            number = term.texts->placeOf(std::get<std::string>(values[i]));
        else
            number = std::get<std::int64_t>(values[i]);
        place.numbers.push_back(number);
    }
    place.ref = std::get<std::int64_t>(values.back());
    const auto keyOfTerm = [&](std::size_t index) {
        if (index == m_terms.size())
            return keyOf(place.ref, m_terms.back().descending);
        const SortTerm& term = m_terms[index];
        return term.column == nullptr ? keyOf(place.id, 0, term.descending)
                                      : keyOf(place.numbers[index], term.descending);
    };
    const SortTerm& first = m_terms.front();
    place.key = { keyOfTerm(0),
        first.column == nullptr ? keyOf(place.id, sizeof(std::uint64_t), first.descending) : keyOfTerm(1) };
    return place;
}

template <typename Put>
void EntityOrder::putKeys(const SortTerm& term, const Row* rows, std::size_t count, const Put& put) const
{
    if (term.column == nullptr) {
        for (std::size_t i = 0; i < count; ++i)
            put(i, keyOf(m_columns.ids.at(rows[i]), 0, term.descending));
        return;
    }
    (m_columns.*term.column).visit([&](const auto* numbers) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto number = static_cast<std::int64_t>(numbers[rows[i]]);
            put(i,
                keyOf(
                    term.ranks != nullptr ? (*term.ranks)[static_cast<std::size_t>(number)] : number, term.descending));
        }
    });
}

void EntityOrder::keysOf(const Row* rows, std::size_t count, Key* keys) const
{
    const SortTerm& first = m_terms.front();
    putKeys(first, rows, count, [keys](std::size_t i, std::uint64_t key) { keys[i].first = key; });
    const auto putSecond = [keys](std::size_t i, std::uint64_t key) { keys[i].second = key; };
    if (first.column == nullptr) {
        for (std::size_t i = 0; i < count; ++i)
            putSecond(i, keyOf(m_columns.ids.at(rows[i]), sizeof(std::uint64_t), first.descending));
    } else if (m_terms.size() > 1) {
        putKeys(m_terms[1], rows, count, putSecond);
    } else {
        for (std::size_t i = 0; i < count; ++i)
            putSecond(i, keyOf(m_columns.refOf(rows[i]), first.descending));
    }
}

bool EntityOrder::isBefore(Row a, Row b) const
{
    for (const SortTerm& term : m_terms) {
        const std::strong_ordering order = term.column == nullptr ? m_columns.ids.at(a) <=> m_columns.ids.at(b)
                                                                  : numberOf(term, a) <=> numberOf(term, b);
        if (order != 0)
            return comesFirst(order, term.descending);
    }
    return comesFirst(m_columns.refOf(a) <=> m_columns.refOf(b), m_terms.back().descending);
}

bool EntityOrder::isBehind(Row row, const Place& place) const
{
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        const SortTerm& term = m_terms[i];
        const std::strong_ordering order = term.column == nullptr ? std::string_view(place.id) <=> m_columns.ids.at(row)
                                                                  : place.numbers[i] <=> numberOf(term, row);
        if (order != 0)
            return comesFirst(order, term.descending);
    }
    return comesFirst(place.ref <=> m_columns.refOf(row), m_terms.back().descending);
}

} // namespace binnacle::columns
