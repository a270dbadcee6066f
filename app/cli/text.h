#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::cli {

/// `text` with every byte that is not part of well-formed UTF-8 replaced by U+FFFD.
std::string validUtf8(std::string_view text);

/// `text` made harmless for a terminal: control characters (C0, C1, DEL), line breaks and the characters that
/// turn the writing direction are replaced, so that stored data cannot move the cursor or hide itself.
std::string printable(std::string_view text);

/// Columns that `text` (printable) takes on a terminal.
std::size_t displayWidth(std::string_view text);

/// `text` cut to at most `width` columns, with "…" at its end where something was cut.
std::string elided(std::string_view text, std::size_t width);

/// A field of RFC 4180: quoted where it has to be.
std::string csvField(std::string_view text);

/// The words of a list with commas between; empty ones are left out.
std::vector<std::string> wordsOf(std::string_view text);

/// A number of bytes for people: "1.2 GiB".
std::string formatBytes(double bytes);

/// A number with thin grouping for people: "1,234,567".
std::string formatCount(long long count);

} // namespace binnacle::cli
