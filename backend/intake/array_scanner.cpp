#include "backend/intake/array_scanner.h"

namespace binnacle {

ArrayScanner::Step ArrayScanner::scan(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (m_isInString) {
            if (m_isEscaped) {
                m_isEscaped = false;
            } else if (c == '\\') {
                m_isEscaped = true;
            } else if (c == '"') {
                m_isInString = false;
            } else if (c == '\n') {
                // JSON has no line breaks in strings: the closing quote is missing, and with it all sense of depth.
                m_isInString = false;
                m_isBroken = true;
                m_isAtLineStart = true;
            }
            continue;
        }
        switch (c) {
        case '\n':
            m_isAtLineStart = true;
            continue;
        case ' ':
        case '\t':
        case '\r':
            continue;
        case '{':
            if (m_isBroken && m_isAtLineStart) {
                *this = {};
                return { Found::Recovery, i };
            }
            ++m_depth;
            break;
        case '[':
            ++m_depth;
            break;
        case ']':
            if (m_depth == 0) {
                *this = {};
                return { Found::End, i + 1 };
            }
            --m_depth;
            break;
        case '}':
            m_depth -= m_depth > 0 ? 1 : 0;
            break;
        case '"':
            m_isInString = true;
            break;
        case ',':
            if (m_depth == 0) {
                *this = {};
                return { Found::Separator, i + 1 };
            }
            break;
        default:
            break;
        }
        m_isAtLineStart = false;
    }
    return { Found::Nothing, text.size() };
}

} // namespace binnacle
