#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"
#include "backend/projection/entity_query.h"
#include "backend/store/event_store.h"

#include <functional>
#include <string>
#include <vector>

namespace binnacle {

/// What to write and where.
struct ExportRequest {
    EntityQuery query;
    std::vector<std::string> columns; ///< Names from entityExportColumns(), in order; empty: all of them.
    std::vector<std::string> maskedColumns; ///< Their cells become maskText (core/mask.h), in every format.
    std::string format; ///< "csv", "json" (one array) or "ndjson".
    std::string path;
};

/// Names of the columns that can be exported, in their usual order.
const std::vector<std::string>& entityExportColumns();

/// Streams the rows of the query, page by page, to a temporary file beside the target, flushes it to the disk and
/// renames it: the target is either the old file or the whole new one. CSV follows RFC 4180 with a header line;
/// a text cell that a spreadsheet would run as a formula (it begins with = + - @, tab or carriage return) gets a
/// leading apostrophe. Times are RFC 3339 UTC. Gives the number of rows. `progress` after each page.
/// Errors: UNKNOWN_FORMAT, UNKNOWN_COLUMN, CANCELLED, DISK_FULL, PERMISSION_DENIED, FOLDER_NOT_FOUND,
/// NOT_A_FILE, WRITE_FAILED, and those of reading.
Result<std::int64_t> exportEntityRows(StoreReader& reader, const ExportRequest& request, const CancelToken& token,
    Timestamp now, const std::function<void(std::int64_t rows)>& progress);

} // namespace binnacle
