#pragma once

#include "backend/core/clock.h"
#include "backend/store/event_store.h"

#include <memory>
#include <string>

namespace binnacle {

struct SqliteOptions {
    std::string path;
    bool readOnly = false;
    bool createIfMissing = true;
    const Clock* clock = &Clock::system();
};

/// Opens the store at `path`, creating or converting it where that is allowed. One process at a time may open it for
/// writing; any number read.
///
/// Errors: STORE_IN_USE (Busy: another process writes; open it read-only), STORE_NOT_A_STORE, STORE_TOO_NEW and
/// STORE_TOO_OLD (Unsupported), STORE_IS_A_DIRECTORY, STORE_NOT_FOUND, STORE_PERMISSION, STORE_CORRUPT.
Result<std::unique_ptr<EventStore>> openSqliteStore(const SqliteOptions& options);

} // namespace binnacle
