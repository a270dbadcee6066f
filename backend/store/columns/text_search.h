#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::columns {

/// A text that is looked for within others; ASCII case is ignored.
class TextSearch {
public:
    explicit TextSearch(std::string_view part);

    bool isIn(std::string_view text) const { return find(text, 0) != std::string_view::npos; }
    /// Where the text occurs first, at `from` or behind it; npos: nowhere.
    std::size_t find(std::string_view text, std::size_t from) const;
    std::size_t size() const { return m_part.size(); }

private:
    bool isAt(const char* text) const;

    std::string m_part; ///< In lower case.
    // A byte that is one of these when the bit of the case is set in it may be the first or the last one.
    std::uint8_t m_first = 0;
    std::uint8_t m_firstCase = 0;
    std::uint8_t m_last = 0;
    std::uint8_t m_lastCase = 0;
};

} // namespace binnacle::columns
