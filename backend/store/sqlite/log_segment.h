#pragma once

#include "backend/store/log/raw_block.h"

#include "backend/core/result.h"
#include "backend/projection/seq_range.h"

#include <string>
#include <string_view>

namespace binnacle::sqlite {

/// Events `begin` to `end` of `block`: for each, the time of its record (zigzag varint, micros after the one before
/// it), its facts and its payload, both behind their length. Links of the chain are over these bytes (log_chain.h):
/// once events are stored they must give the same bytes for ever, wherever they lie by then.
std::string encodeSegment(const RawBlock& block, std::size_t begin, std::size_t end);

/// The same as a row of the tail, whose first event is `firstSeq`: behind the events a checksum (XXH3, 8 bytes) of
/// them and of their place.
std::string encodeTailRow(Seq firstSeq, const RawBlock& block, std::size_t begin, std::size_t end);

/// Appends the `count` events of a row of the tail to `block`; none of them where its checksum is not theirs. Error:
/// STORE_CORRUPT.
Result<void> decodeTailRow(Seq firstSeq, std::int64_t count, std::string_view row, RawBlock& block);

} // namespace binnacle::sqlite
