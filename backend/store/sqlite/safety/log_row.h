#pragma once

#include "backend/projection/seq_range.h"
#include "backend/store/log/raw_block.h"

#include "backend/core/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace binnacle::sqlite {

/// A row of the log as it lies in the file.
struct LogRow {
    Seq first = 0;
    std::int64_t count = 0; ///< As it is stored, also where that cannot be.
    bool isBlock = false;
    std::string_view facts; ///< Of a row of the tail, the whole row.
    std::string_view payloads;

    /// At least one event, and no more than a row can have.
    SeqRange events() const;
};

/// Appends those of the row's events that lie in `wanted` to `out`, in the bytes in which they arrived. Error:
/// STORE_CORRUPT.
Result<void> readRow(const LogRow& row, const SeqRange& wanted, RawBlock& out);

} // namespace binnacle::sqlite
