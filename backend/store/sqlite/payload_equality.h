#pragma once

#include "backend/event/event.h"

#include <string_view>

namespace binnacle::sqlite {

/// True where two payloads of one dialect say the same: JSON without regard to white space, the order of an
/// object's members and how numbers and text are spelled; XES byte for byte.
bool samePayload(Dialect dialect, std::string_view left, std::string_view right);

} // namespace binnacle::sqlite
