#include "backend/store/sqlite/entity_search.h"

#include "backend/store/sqlite/corruption.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {

using columns::EntityColumns;
using columns::IdFilter;
using columns::NumberFilter;
using columns::SetFilter;

/// Facets are numbered one after the other; a damaged number may be anything.
constexpr std::int64_t mostFacets = 16 * 1024 * 1024;

SqlText idCandidates(const IdFilter& filter)
{
    SqlText refs{ "SELECT k.ref FROM entity_key k WHERE ", {} };
    for (std::size_t i = 0; i < filter.alternatives.size(); ++i) {
        const auto& [text, isPrefix] = filter.alternatives[i];
        refs += i == 0 ? "(" : " OR (";
        refs += isPrefix ? "k.id>=" : "k.id=";
        refs.bind(text);
        if (std::string end = isPrefix ? afterPrefix(text) : std::string(); !end.empty()) {
            refs += " AND k.id<";
            refs.bind(std::move(end));
        }
        refs += ")";
    }
    return refs;
}

} // namespace

Result<Facets> readFacets(Connection& connection)
{
    Facets out{ std::vector<columns::Facet>(1), std::vector<std::int64_t>(1) };
    const char* const sql = "SELECT id,organization,project,type,status,count FROM facet";
    auto done = forEachRow(connection, sql, [&](const Statement& row) -> Result<bool> {
        const std::int64_t number = row.columnInt(0);
        if (number < 1 || number > mostFacets)
            return corruption("The store has a kind of entities with a number that it cannot have given.");
        const auto place = static_cast<std::size_t>(number);
        out.parts.resize(std::max(out.parts.size(), place + 1));
        out.counts.resize(out.parts.size());
        out.parts[place] = { row.columnInt(1), row.columnInt(2), row.columnInt(3), row.columnInt(4) };
        out.counts[place] = row.columnInt(5);
        return true;
    });
    return done ? Result<Facets>(std::move(out)) : done.error();
}

bool EntitySearch::isByUpdate() const
{
    return filters.ids.empty() && filters.texts.empty() && filters.sets.empty()
        && std::all_of(filters.numbers.begin(), filters.numbers.end(),
            [](const NumberFilter& filter) { return filter.column == &EntityColumns::updatedAt; });
}

SqlText EntitySearch::updateCondition() const
{
    SqlText out;
    for (const NumberFilter& filter : filters.numbers) {
        if (filter.column != &EntityColumns::updatedAt)
            continue;
        out += filter.negated ? " AND NOT (" : " AND (";
        for (std::size_t i = 0; i < filter.ranges.size(); ++i) {
            out += i == 0 ? "(e.updated_at>=" : " OR (e.updated_at>=";
            out.bind(filter.ranges[i].from);
            out += " AND e.updated_at<=";
            out.bind(filter.ranges[i].to);
            out += ")";
        }
        out += ")";
    }
    return out;
}

NumberFilter::Range EntitySearch::updateRange() const
{
    NumberFilter::Range all;
    for (const NumberFilter& filter : filters.numbers) {
        if (filter.column != &EntityColumns::updatedAt || filter.negated)
            continue;
        NumberFilter::Range any{ INT64_MAX, INT64_MIN };
        for (const NumberFilter::Range& range : filter.ranges)
            any = { std::min(any.from, range.from), std::max(any.to, range.to) };
        all = { std::max(all.from, any.from), std::min(all.to, any.to) };
    }
    return all;
}

std::vector<EntitySearch::Candidates> EntitySearch::candidates() const
{
    std::vector<Candidates> out;
    for (const IdFilter& filter : filters.ids) {
        if (!filter.negated)
            out.push_back({ idCandidates(filter), {} });
    }
    for (std::size_t i = 0; i < filters.sets.size(); ++i) {
        const SetFilter& filter = filters.sets[i];
        const bool isNamed = !filter.negated
            && std::all_of(
                filter.alternatives.begin(), filter.alternatives.end(), [this](const SetFilter::Alternative& wanted) {
                    return !wanted.isOutside && isIndexed(sets[wanted.set]);
                });
        if (!isNamed)
            continue;
        SqlText refs;
        for (const SetFilter::Alternative& wanted : filter.alternatives) {
            refs += refs.isEmpty() ? "" : " UNION ALL ";
            refs += refsOf(sets[wanted.set]);
        }
        out.push_back({ std::move(refs), i });
    }
    return out;
}

std::string afterPrefix(std::string prefix)
{
    while (!prefix.empty() && static_cast<std::uint8_t>(prefix.back()) == 0xFF)
        prefix.pop_back();
    if (!prefix.empty())
        prefix.back() = static_cast<char>(static_cast<std::uint8_t>(prefix.back()) + 1);
    return prefix;
}

} // namespace binnacle::sqlite
