#pragma once

#include <string_view>

namespace binnacle {

/// True for "90s", "15m", "2h", "3d", "1w": a span back from now.
bool isTimeSpan(std::string_view text);

} // namespace binnacle
