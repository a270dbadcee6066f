#pragma once

#include "backend/projection/entity_query.h"
#include "backend/store/sqlite/sql_value.h"
#include "backend/store/sqlite/text_cache.h"

#include <optional>
#include <vector>

namespace binnacle::sqlite {

/// The filters of an EntityQuery as SQL over `entity e`, and what an index can do about them.
struct EntityPredicate {
    bool matchesNothing = false; ///< A value that the store has never seen.
    SqlText where; ///< " AND ..." for every filter; may be empty.

    /// True where every filter looks at organisation, project, type or status: then the counts of the facets are exact
    /// and `where` holds for `facet e` too.
    bool facetsKnowAll = true;
    SqlText facetWhere; ///< The part of `where` that holds for `facet e`.

    /// Queries for the refs that one filter lets through, each answered from an index ("SELECT ... ").
    std::vector<SqlText> candidates;
};

/// Errors: those of reading the text table, and INVALID_TIMESTAMP.
Result<EntityPredicate> predicateOf(const EntityQuery& query, Timestamp now, TextCache& texts);

/// The sort keys with their expressions, ended by the ref.
struct SortTerm {
    std::string expression;
    bool descending = true;
    bool isText = false;
};
std::vector<SortTerm> sortTermsOf(const EntityQuery& query);

/// Which entities a page is looked for among.
struct EntityPlan {
    const SqlText* candidates = nullptr; ///< Take these refs and sort them, ...
    bool allByUpdate = false; ///< ... walk all entities by update, ...
    bool byFacet = false; ///< ... take those of the facets and sort them; none of these: all, sorted.
};

/// "SELECT ref, sort values... " for one page after `cursor` (the sort values and ref of the row before; empty: from
/// the start), at most `limit` rows.
SqlText pageSql(const EntityPredicate& predicate, const std::vector<SortTerm>& terms, const EntityPlan& plan,
    const std::vector<SqlValue>& cursor, std::int64_t limit);

/// " AND e.facet IN (...)": what the predicate says of facets, for the index over them.
SqlText facetCondition(const EntityPredicate& predicate);

/// The first text that no text beginning with `prefix` reaches; empty: there is none.
std::string afterPrefix(std::string prefix);

/// Makes `binnacle_contains(text, part)` (ASCII case is ignored) and `binnacle_error(registers)` known to `connection`.
Result<void> addEntityFunctions(Connection& connection);

} // namespace binnacle::sqlite
