#pragma once

#include "backend/core/result.h"
#include "backend/event/event.h"

#include <string>
#include <string_view>

namespace binnacle {

/// Binary form of everything in an Event except its payload: length-prefixed strings, zigzag varints, a leading
/// format version and a presence bit per optional field. Self-contained (no dictionary), so a block of them
/// can be read on its own; repetition between neighbours is left to the block's compression.
void encodeFacts(const Event& event, std::string& out);

/// Reads one event from the front of `in` and advances it. Views point into `in`. Errors: CORRUPT_FACTS, and
/// UNSUPPORTED_FACTS for a newer version.
Result<Event> decodeFacts(std::string_view& in);

/// What the log keeps of an event beside its payload.
struct EventRecord {
    EventIdentity identity;
    EntityHash entity;
    std::string_view facts; ///< encodeFacts().
};

/// The record of `event`; its facts are appended to `facts`, which the view points into.
EventRecord recordOf(const Event& event, std::string& facts);

} // namespace binnacle
