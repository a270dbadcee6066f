#pragma once

#include "backend/store/store_safety.h"

#include <string>

namespace binnacle {

struct RestoreOptions {
    std::string backup;
    std::string target;
    bool replaces = false; ///< A store that is at `target` already.
};

/// Puts a copy of the backup in the place of the store at `target`, which it keeps beside it. The copy is checked whole
/// before anything is touched. Whenever this is interrupted, the old store is there or the new one.
///
/// Errors: BACKUP_NOT_FOUND, BACKUP_DAMAGED, STORE_EXISTS (Refused: without `replaces`), STORE_IN_USE,
/// STORE_NOT_A_STORE, and those of opening a store.
Result<RestoreSummary> restoreSqliteStore(const RestoreOptions& options, const SafetyWatch& watch);

} // namespace binnacle
