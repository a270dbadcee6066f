#pragma once

#include "backend/store/sqlite/log_reader.h"

#include "backend/core/cancel_token.h"
#include "backend/store/event_store.h"

#include <functional>
#include <string>

namespace binnacle::sqlite {

/// Drops what a rebuild that was interrupted left behind. Cheap where there is nothing.
Result<void> dropShadow(Connection& connection);

/// Folds `events` of the log into the tables whose names begin with `prefix`, some of them a transaction. Goes on past
/// events that cannot be read. `log` is for single events; `stream` is a connection of its own for all of them.
Result<RebuildSummary> foldLog(Connection& connection, LogReader& log, Connection stream, const SeqRange& events,
    const std::string& prefix, const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel);

/// Folds the log up to `lastSeq` into shadow tables, then puts them in the place of the projections in one transaction.
/// Readers see the old ones until then. `log` and `stream` as for foldLog().
Result<RebuildSummary> rebuildProjections(Connection& connection, LogReader& log, Connection stream, Seq lastSeq,
    const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel);

} // namespace binnacle::sqlite
