#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/clock.h"
#include "backend/core/result.h"
#include "backend/intake/event_sink.h"
#include "backend/intake/import_types.h"

#include <functional>

namespace binnacle {

/// Reads `options.paths` to their ends and hands every item to `sink`, on the calling thread, while the sink's writer
/// commits. Holds little of the input at a time, whatever its size. `progress` runs at most 10 times a second on
/// the calling thread. Returns when everything handed over is committed or refused.
///
/// An error (INPUT_NOT_FOUND, INPUT_UNREADABLE, NO_INPUT) means that nothing was read. Once reading has begun there is
/// always a summary: a file that cannot be read to its end and a store that stops taking are among its problems,
/// and after a cancel it counts what was committed.
Result<ImportSummary> importPaths(const ImportOptions& options, EventSink& sink, const Clock& clock, CancelToken cancel,
    const std::function<void(const ImportProgress&)>& progress);

} // namespace binnacle
