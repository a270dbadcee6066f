#pragma once

#include "backend/event/event_batch.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

namespace binnacle::json {

/// What is wrong with `item`, of which Parser said `error`, in our codes and words.
Refusal refusalFor(simdjson::error_code error, std::string_view item);

/// Refuses a valid item for what its escapes name: NUL, or half of a surrogate pair.
std::optional<Refusal> refuseEscapes(std::string_view item);

/// JSON pointer (RFC 6901) of the value that the byte at `offset` belongs to; of the object where it is part of a name.
/// `text` must be valid up to there.
std::string pointerAt(std::string_view text, std::size_t offset);

/// `name` with the escapes of RFC 6901.
std::string pointerPart(std::string_view name);

} // namespace binnacle::json
