#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// One member of a JSON object. Views are valid during the call that gives them.
struct JsonMember {
    std::string_view name; ///< Unescaped.
    std::string_view json; ///< The value as it stands in the text, without surrounding space.
    std::optional<std::string_view> text; ///< The value unescaped, where it is a string.
};

/// Calls `use` for the members of `object` in their order; does nothing where it is not a JSON object. `use` must
/// not call back into these functions.
void forEachMember(std::string_view object, const std::function<void(const JsonMember&)>& use);

/// The elements of `array` as they stand in the text; empty where it is not a JSON array.
std::vector<std::string> elementsOf(std::string_view array);

} // namespace binnacle
