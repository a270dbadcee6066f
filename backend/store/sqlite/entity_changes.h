#pragma once

#include "backend/store/columns/entity_columns.h"
#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/number_key.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// What a transaction changed of that by which entities are found.
struct EntityChanges {
    struct Entity {
        EntityRef ref = 0;
        columns::EntityNumbers numbers;
    };
    std::vector<Entity> entities; ///< What they are now.
    std::vector<NumberKey<1>> errors; ///< Entities whose error is another one now.
    std::vector<NumberKey<1>> keys; ///< The same of the business key.
    // Entries of the indexes.
    std::vector<NumberKey<3>> oldSteps; ///< label, execution, entity.
    std::vector<NumberKey<3>> newSteps;
    std::vector<NumberKey<2>> newSources; ///< source, entity.
    std::vector<NumberKey<2>> newWorkflows; ///< workflow, entity.

    void clear();
    /// Sorts everything, and drops what was overtaken within the transaction.
    void settle();

    /// For a settled one.
    std::string encode() const;
    /// Error: STORE_CORRUPT.
    static Result<EntityChanges> decode(std::string_view in);
};

/// The changes of the latest transactions, in the table entity_change: some megabytes, which is some seconds under
/// load.
class ChangeJournal {
public:
    Result<void> prepare(Connection& connection);
    /// Writes what the present transaction changed, which folds the events beyond `after` up to `last`.
    Result<void> add(Seq after, Seq last, EntityChanges& changes);

private:
    Connection* m_connection = nullptr;
    Statement m_total, m_add, m_oldest, m_remove;
};

/// Calls `visit` for the changes beyond `after` up to `seq`, a transaction at a time, with the last event of each.
/// False: the journal does not go back so far; then nothing or a part was visited.
Result<bool> readChanges(
    Connection& connection, Seq after, Seq seq, const std::function<Result<void>(Seq, const EntityChanges&)>& visit);

} // namespace binnacle::sqlite
