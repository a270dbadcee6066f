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

    /// True where every filter looks at organisation, project, type or status: then the grid's counts are exact
    /// and `where` holds for `grid e` too.
    bool gridKnowsAll = true;
    SqlText gridWhere; ///< The part of `where` that the grid knows.

    /// Values that a positive filter allows; nullopt: any.
    std::optional<std::vector<std::int64_t>> organizations;
    std::optional<std::vector<std::int64_t>> projects;
    std::optional<std::vector<std::int64_t>> types;
    std::optional<std::vector<std::int64_t>> statuses;

    /// Queries for the refs that one filter lets through, each answered from an index ("SELECT ... ").
    std::vector<SqlText> candidates;
};

/// Errors: those of reading the text table, and INVALID_TIMESTAMP.
Result<EntityPredicate> predicateOf(const EntityQuery& query, Timestamp now, TextCache& texts);

/// A way through an index of `entity` that gives rows in the order of updated_at: one equality per column.
struct EntityPath {
    const char* index = nullptr;
    std::vector<const char*> columns;
    std::vector<std::vector<std::int64_t>> branches; ///< Values of the columns; the branches do not overlap.
};

/// Every path that the predicate's values allow, except the walk over all entities. `pairs` are the
/// (organisation, project) pairs that the predicate's values allow; used where it names projects.
std::vector<EntityPath> pathsOf(const EntityPredicate& predicate, const std::vector<std::vector<std::int64_t>>& pairs);

/// The sort keys with their expressions, ended by the ref.
struct SortTerm {
    std::string expression;
    bool descending = true;
    bool isText = false;
};
std::vector<SortTerm> sortTermsOf(const EntityQuery& query);

/// How a page is to be found.
struct EntityPlan {
    const EntityPath* path = nullptr; ///< Walk these branches ...
    const SqlText* candidates = nullptr; ///< ... or take these refs and sort them ...
    bool allByUpdate = false; ///< ... or walk all entities by update; none of these: leave it to SQLite.
};

/// "SELECT ref, sort values... " for one page after `cursor` (the sort values and ref of the row before; empty: from
/// the start), at most `limit` rows.
SqlText pageSql(const EntityPredicate& predicate, const std::vector<SortTerm>& terms, const EntityPlan& plan,
    const std::vector<SqlValue>& cursor, std::int64_t limit);

/// The first text that no text beginning with `prefix` reaches; empty: there is none.
std::string afterPrefix(std::string prefix);

/// Makes `binnacle_contains(text, part)` (ASCII case is ignored) and `binnacle_error(registers)` known to `connection`.
Result<void> addEntityFunctions(Connection& connection);

} // namespace binnacle::sqlite
