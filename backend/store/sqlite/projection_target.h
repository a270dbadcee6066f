#pragma once

#include "backend/store/sqlite/checkpointer.h"
#include "backend/store/sqlite/entity_changes.h"
#include "backend/store/sqlite/group_fold.h"

#include <memory>
#include <string>

namespace binnacle::sqlite {

/// The projections' file, open for writing, and everything that is bound to it.
struct ProjectionTarget {
    ProjectionTarget(Connection file, LogReader& log);

    /// For the store at `path`.
    Result<void> prepare(const std::string& path);
    /// After a rollback: nothing in memory is true any more.
    void forget();

    Connection connection;
    std::unique_ptr<Checkpointer> checkpointer;
    Interner interner;
    GroupFold fold;
    EntityChanges changes; ///< Of the present transaction.
    ChangeJournal journal;
    Statement setProgress; ///< Takes the newest event that is folded.
};

} // namespace binnacle::sqlite
