#pragma once

#include "backend/event/parser.h"

#include <string_view>

namespace binnacle::fuzz {

/// Parses `bytes` as one item of `dialect`, as one of any dialect, and as a whole document, and stops the program
/// where an item is neither an event nor a refusal that can be shown, or an event lacks what every event has.
void checkItem(std::string_view bytes, Dialect dialect);

} // namespace binnacle::fuzz
