#pragma once

#include "backend/projection/entity_query.h"
#include "backend/store/sqlite/facet_walk.h"
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
    /// As a candidate: what the filters on the update let through together. A page by update walks the index itself.
    SqlText updated;
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
    std::optional<UpdatedEntity> until; ///< ... as far as this one, ...
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

/// What `binnacle_has_step` compares.
enum class StepPart : std::uint8_t { Id, Action, Type };

/// Makes known to `connection`, as long as `texts` lives:
/// - `binnacle_contains(text, part)`: ASCII case is ignored;
/// - `binnacle_error(registers)`: an entity's latest error;
/// - `binnacle_has_step(steps, part, text, execution)`: whether one of an entity's steps has `text` (its number) as
///   that StepPart and, where it is not NULL, this execution status.
Result<void> addEntityFunctions(Connection& connection, TextCache& texts);

} // namespace binnacle::sqlite
