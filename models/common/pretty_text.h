#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace binnacle {

/// JSON with a line a member and two spaces a level. Order, numbers and escapes stay as they were sent, which a parsed
/// document would not keep. nullopt where brackets do not match or a string does not end.
std::optional<std::string> prettyJson(std::string_view json);

/// XML with a line an element and two spaces a level; nullopt where it is not well-formed.
std::optional<std::string> prettyXml(std::string_view xml);

} // namespace binnacle
