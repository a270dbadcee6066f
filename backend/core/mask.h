#pragma once

#include <string_view>

namespace binnacle {

/// What stands in place of a masked value, in the window, in copies and in exports (UTF-8).
inline constexpr std::string_view maskText = "\u2022\u2022\u2022";

} // namespace binnacle
