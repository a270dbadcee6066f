#pragma once

#include "backend/store/columns/entity_set.h"
#include "backend/store/sqlite/entity_changes.h"
#include "backend/store/sqlite/sql_value.h"
#include "backend/store/sqlite/text_cache.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace binnacle::sqlite {

/// Names the entities that have something which is not in their columns.
struct SetKey {
    enum class Kind : std::uint8_t {
        StepId, ///< A step with this id, and with `execution` where that is given. As StepAction and StepType.
        StepAction,
        StepType,
        Source, ///< Events of a source of that name.
        Workflow, ///< Runs of this workflow; no number: of any.
        BusinessKey, ///< This business key; empty: any.
        Error, ///< An error that holds this text, of whatever case.
    };
    Kind kind = Kind::StepId;
    std::int64_t number = 0; ///< Of the text: steps, workflows.
    std::string text; ///< All others.
    std::optional<std::int64_t> execution;

    friend auto operator<=>(const SetKey&, const SetKey&) = default;
};

/// "SELECT ref ..." of the set's entities, in no order and maybe with repetition.
SqlText refsOf(const SetKey& key);
/// True where an index gives them one after the other; else all entities are looked at.
bool isIndexed(const SetKey& key);

/// The entities that a SetKey names, in memory.
class IndexedSet {
public:
    explicit IndexedSet(SetKey key)
        : m_key(std::move(key))
    {
    }

    const SetKey& key() const { return m_key; }
    const columns::EntitySet& rows() const { return m_rows; }

    /// Reads it anew. Entities beyond `mostEntities` are those of a damaged store.
    Result<void> load(Connection& connection, EntityRef mostEntities);
    /// Takes in what a transaction changed.
    Result<void> follow(const EntityChanges& changes, Connection& connection, TextCache& texts);

private:
    Result<void> followSteps(const EntityChanges& changes, TextCache& texts);
    Result<void> followSources(const EntityChanges& changes, TextCache& texts);
    Result<void> lookUp(const std::vector<NumberKey<1>>& refs, Connection& connection);

    SetKey m_key;
    columns::EntitySet m_rows;
};

/// Makes `binnacle_contains(text, part)` known to `connection`: ASCII case is ignored.
Result<void> addContains(Connection& connection);

} // namespace binnacle::sqlite
