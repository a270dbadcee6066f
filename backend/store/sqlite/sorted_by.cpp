#include "backend/store/sqlite/sorted_by.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {

using columns::EntityColumns;
using columns::Facet;
using columns::SortTerm;

/// The different numbers of a column of texts, which are numbered one after the other.
std::vector<std::int64_t> distinctOf(const columns::IntColumn& column)
{
    std::vector<std::uint8_t> isThere;
    column.visit([&](const auto* values) {
        for (std::size_t row = 0; row < column.size(); ++row) {
            const auto value = static_cast<std::size_t>(values[row]);
            if (value >= isThere.size())
                isThere.resize(value + 1);
            isThere[value] = 1;
        }
    });
    std::vector<std::int64_t> found;
    for (std::size_t value = 0; value < isThere.size(); ++value) {
        if (isThere[value] != 0)
            found.push_back(static_cast<std::int64_t>(value));
    }
    return found;
}

} // namespace

std::vector<SortKey> sortKeysOf(const EntityQuery& query)
{
    return query.sort.empty() ? std::vector<SortKey>(1) : query.sort;
}

columns::EntityOrder::Values exampleOf(const std::vector<SortKey>& keys)
{
    columns::EntityOrder::Values values;
    for (const SortKey& key : keys) {
        switch (key.column) {
        case EntitySort::Id:
        case EntitySort::Type:
        case EntitySort::Project:
        case EntitySort::Organization:
        case EntitySort::CurrentStep:
            values.emplace_back(std::string());
            break;
        default:
            values.emplace_back(std::int64_t{ 0 });
            break;
        }
    }
    values.emplace_back(std::int64_t{ 0 });
    return values;
}

Result<columns::EntityOrder> SortedBy::order(const std::vector<SortKey>& keys)
{
    std::vector<SortTerm> terms;
    for (const SortKey& key : keys) {
        auto term = termOf(key);
        if (!term)
            return term.error();
        terms.push_back(*term);
    }
    return columns::EntityOrder(m_columns, std::move(terms));
}

Result<SortTerm> SortedBy::termOf(const SortKey& key)
{
    switch (key.column) {
    case EntitySort::Updated:
        return SortTerm{ key.descending, &EntityColumns::updatedAt };
    case EntitySort::Created:
        return SortTerm{ key.descending, &EntityColumns::createdAt };
    case EntitySort::Retries:
        return SortTerm{ key.descending, &EntityColumns::retries };
    case EntitySort::Version:
        return SortTerm{ key.descending, &EntityColumns::version };
    case EntitySort::Id:
        return SortTerm{ key.descending };
    case EntitySort::Status:
        return byStatus(key.descending);
    case EntitySort::Type:
        return byFacet(key.descending, &Facet::type);
    case EntitySort::Project:
        return byFacet(key.descending, &Facet::project);
    case EntitySort::Organization:
        return byFacet(key.descending, &Facet::organization);
    case EntitySort::CurrentStep:
        return byStep(key.descending);
    }
    return SortTerm{};
}

SortTerm SortedBy::byStatus(bool descending)
{
    std::vector<std::int64_t>& ranks = m_ranks.emplace_back();
    for (const Facet& facet : m_facets.parts)
        ranks.push_back(facet.status);
    return { descending, &EntityColumns::facet, &ranks };
}

Result<SortTerm> SortedBy::byFacet(bool descending, std::int64_t Facet::*part)
{
    std::vector<std::int64_t> numbers;
    for (const Facet& facet : m_facets.parts)
        numbers.push_back(facet.*part);
    auto texts = ranksOf(numbers);
    if (!texts)
        return texts.error();
    std::vector<std::int64_t>& ranks = m_ranks.emplace_back();
    for (const std::int64_t number : numbers)
        ranks.push_back((*texts)->rankOf(number));
    return SortTerm{ descending, &EntityColumns::facet, &ranks, *texts };
}

Result<SortTerm> SortedBy::byStep(bool descending)
{
    const std::vector<std::int64_t> numbers = distinctOf(m_columns.currentStep);
    auto texts = ranksOf(numbers);
    if (!texts)
        return texts.error();
    std::vector<std::int64_t>& ranks = m_ranks.emplace_back();
    ranks.resize(numbers.empty() ? 0 : static_cast<std::size_t>(numbers.back()) + 1);
    for (const std::int64_t number : numbers)
        ranks[static_cast<std::size_t>(number)] = (*texts)->rankOf(number);
    return SortTerm{ descending, &EntityColumns::currentStep, &ranks, *texts };
}

Result<const columns::TextRanks*> SortedBy::ranksOf(const std::vector<std::int64_t>& numbers)
{
    std::vector<std::int64_t> distinct = numbers;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    std::vector<columns::TextRanks::Text> texts;
    texts.reserve(distinct.size());
    for (const std::int64_t number : distinct) {
        auto text = m_texts.text(number);
        if (!text)
            return text.error();
        texts.push_back({ number, std::move(*text) });
    }
    return &m_textRanks.emplace_back(std::move(texts));
}

} // namespace binnacle::sqlite
