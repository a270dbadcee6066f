#pragma once

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// What a filter looks at. The word in the query language is in brackets.
enum class EntityField : std::uint8_t {
    Status, ///< [status, is] pending, in_progress, completed, failed, archived, unknown
    Organization, ///< [org]
    Project, ///< [project]
    Type, ///< [type]
    Id, ///< [id] exact, or a prefix with a trailing *
    CurrentStep, ///< [current]
    Step, ///< [step] has a step with this id or action. Independent of Status: for "that step failed" use StepAction
    StepAction, ///< [action] `github-commit` or `github-commit:failed` (execution status of that very step)
    StepType, ///< [steptype] as StepAction
    Workflow, ///< [workflow]
    Key, ///< [key] business key
    Source, ///< [source]
    /// [updated] `<2h` less than two hours ago (as is `2h`), `>1d` more than a day ago, `>=2026-01-10T00:00:00Z`;
    /// `2026-01-10` is that day (UTC), `<=2026-01-10` until its end, `2026-01-10..2026-01-12` from the first to the
    /// end of the last.
    Updated,
    Created, ///< [created] as Updated
    Retries, ///< [retries] `>2`, `3`
    Error, ///< [error] text in the latest error
    Text, ///< bare words: substring of the id (case-insensitive)
};

enum class FilterOperator : std::uint8_t { Equal, Prefix, Less, LessOrEqual, Greater, GreaterOrEqual, Contains };

struct EntityFilter {
    EntityField field = EntityField::Text;
    bool negated = false;
    FilterOperator op = FilterOperator::Equal;
    std::string value; ///< As typed, without the operator: "2h", "failed".
    /// For StepAction and StepType: the execution status behind the second colon, if any.
    std::optional<ExecutionStatus> execution;

    friend bool operator==(const EntityFilter&, const EntityFilter&) = default;
};

enum class EntitySort : std::uint8_t {
    Updated,
    Created,
    Id,
    Type,
    Project,
    Organization,
    Status,
    CurrentStep,
    Retries,
    Version
};

struct SortKey {
    EntitySort column = EntitySort::Updated;
    bool descending = true;
    friend bool operator==(const SortKey&, const SortKey&) = default;
};

/// Filters are joined by "and"; several positive filters on the same field by "or" where they name a value (Equal,
/// Prefix). Comparisons and searches (Less ..., Contains) narrow one another.
struct EntityQuery {
    std::vector<EntityFilter> filters;
    std::vector<SortKey> sort; ///< Empty: updated, latest first. The ref breaks ties.
    friend bool operator==(const EntityQuery&, const EntityQuery&) = default;
};

/// A word of a query that could not be read.
struct QueryProblem {
    std::size_t offset = 0;
    std::size_t length = 0;
    std::string message; ///< One sentence; names the allowed words where that helps.
};

struct ParsedQuery {
    EntityQuery query;
    std::vector<QueryProblem> problems;
};

/// Reads `status:failed step:github-commit org:fractary -project:docs updated:<2h some words`. Values with spaces are
/// quoted ("...", with \" and \\ inside); what is in quotes is never taken for an operator, a `*` or a status. A
/// leading minus negates, field names and status words are case-insensitive. What cannot be read is reported with
/// its place (bytes) and left out of the query.
ParsedQuery parseEntityQuery(std::string_view text);

/// The canonical text of `query`'s filters; parseEntityQuery gives the same query back.
std::string toString(const EntityQuery& query);

/// One filter as typed, for example `-project:docs`.
std::string toString(const EntityFilter& filter);

/// The field's word in the query language.
std::string_view fieldName(EntityField field);

/// The instant that a relative ("2h", "3d", "15m", "1w") or absolute value of Updated and Created means at `now`.
Result<Timestamp> resolveTimeValue(std::string_view value, Timestamp now);

/// Instants in [from, to); absent: open.
struct TimeBounds {
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
};

/// What a filter on Updated or Created lets through at `now`, before its negation.
Result<TimeBounds> timeBounds(const EntityFilter& filter, Timestamp now);

/// What events to list.
struct EventQuery {
    std::optional<EntityRef> entity;
    std::string type; ///< Empty: any.
    std::string source;
    std::string text; ///< Substring of the event id or type.
    std::optional<Timestamp> recordedFrom;
    std::optional<Timestamp> recordedTo;
    bool newestFirst = true;
    bool stepsOnly = false;
    /// With `entity`: order by what was true (occurred_at, ordinal) instead of by seq.
    bool byOccurrence = false;
};

struct PageRequest {
    std::int64_t limit = 200;
    std::string cursor; ///< Empty: from the start. Otherwise nextCursor of the page before; opaque.
};

} // namespace binnacle
