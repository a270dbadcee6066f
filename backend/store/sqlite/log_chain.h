#pragma once

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace binnacle::sqlite {

/// Bytes of a link of the chain.
inline constexpr std::size_t chainHashBytes = 32;

/// What the first link follows.
std::string chainStart();

/// A link of the chain over the log: SHA-256 over the link before it, the place of the events and what is kept of them.
/// Whoever changes, removes or moves events breaks every later link.
///
/// - A block's link follows the link of the block before it; its parts are facts, payloads and tail_hash.
/// - A row of the tail follows the row before it; its part is the row's bytes. When blocks take the place of such
///   rows, the last of them keeps the link of the last row as its tail_hash, which the rows that are left follow. Where
///   that is empty, they follow the block's own link.
/// - A head of the log (LogHead) that ends with a block is that block's link. Otherwise it follows the last block as
///   one row would that has all events behind it (encodeSegment). What these events' block will look like does not
///   matter: the bytes can be made again from the block.
Result<std::string> chainLink(
    std::string_view before, Seq firstSeq, std::int64_t count, std::initializer_list<std::string_view> parts);

} // namespace binnacle::sqlite
