#pragma once

#include <cstddef>
#include <string_view>

namespace binnacle {

/// Finds where the elements of a JSON array end, given the text behind the opening bracket piece by piece. Only
/// brackets and strings are looked at; whether an element is valid is the parser's business.
class ArrayScanner {
public:
    enum class Found {
        Nothing, ///< The text ended first.
        Separator, ///< A comma between elements.
        Recovery, ///< An element breaks off here: its text was left unclosed, and the next line begins an object.
        End, ///< The closing bracket of the array.
    };

    struct Step {
        Found found = Found::Nothing;
        std::size_t consumed = 0; ///< Bytes scanned; a separator or the end is the last of them, a recovery is not.
    };

    Step scan(std::string_view text);
    bool isInString() const { return m_isInString; }

private:
    std::size_t m_depth = 0;
    bool m_isInString = false;
    bool m_isEscaped = false;
    bool m_isBroken = false;
    bool m_isAtLineStart = false;
};

} // namespace binnacle
