#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::json {

/// The text of a JSON string, given what stands between its quotes. Where an escape is bad it has U+FFFD.
std::string unescaped(std::string_view content);

/// An escape that we do not take. The later kinds are the worse ones.
struct BadEscape {
    enum class Kind : std::uint8_t {
        Nul, ///< Valid, but no text of an event may hold U+0000.
        HalfPair, ///< One half of a surrogate pair: RFC 8259 lets it pass, but it names no character.
        Unknown, ///< Not JSON.
    };
    Kind kind = Kind::Nul;
    std::size_t offset = 0;
};

/// The first escape of the worst kind in `text`, which may be any JSON text with its strings.
std::optional<BadEscape> findBadEscape(std::string_view text);

} // namespace binnacle::json
