#pragma once

#include "backend/store/log/raw_block.h"

#include "backend/core/result.h"

#include <string>
#include <string_view>

namespace binnacle::sqlite {

/// Events `begin` to `end` of `block` as a row of the tail: for each, the time of its record (zigzag varint, micros
/// after the one before it), its facts and its payload, both behind their length.
std::string encodeSegment(const RawBlock& block, std::size_t begin, std::size_t end);

/// Appends the `count` events of a row of the tail to `block`. Error: STORE_CORRUPT.
Result<void> decodeSegment(std::string_view bytes, std::size_t count, RawBlock& block);

} // namespace binnacle::sqlite
