#pragma once

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// What the store itself knows of an event: the numbers by which it is found. Everything it says is in its facts.
struct LogRow {
    std::int64_t recordedAt = 0; ///< Microseconds since the epoch.
    EntityRef entity = 0; ///< 0: it belongs to none.
    std::int64_t type = 0; ///< Number of a text.
    std::int64_t source = 0; ///< Number of a source.
    std::uint64_t idHigh = 0; ///< High half of identityOf(event).
    std::uint64_t contentHash = 0; ///< XXH3-64 of the payload.
};

/// Column by column: neighbours share their type, source and time, so a row takes little more than its two hashes once
/// the columns are compressed.
std::string encodeLogRows(std::span<const LogRow> rows);
/// Error: STORE_CORRUPT.
Result<std::vector<LogRow>> decodeLogRows(std::string_view bytes, std::size_t count);

/// The same as one compressed frame, as a block holds them.
Result<std::string> packLogRows(std::span<const LogRow> rows);
/// Error: STORE_CORRUPT.
Result<std::vector<LogRow>> unpackLogRows(std::string_view frame, std::size_t count);

} // namespace binnacle::sqlite
