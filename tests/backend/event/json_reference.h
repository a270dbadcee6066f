#pragma once

#include <cstddef>
#include <string_view>

namespace binnacle::test {

/// The grammar of RFC 8259 written down a second time, as plainly as it goes, for comparison.
class JsonGrammar {
public:
    JsonGrammar(std::string_view text, std::size_t maxDepth)
        : m_text(text)
        , m_maxDepth(maxDepth)
    {
    }

    bool isObject()
    {
        takeSpace();
        const bool isRight = next() == '{' && takeValue(0);
        takeSpace();
        return isRight && m_text.empty();
    }

    bool holdsHalfPair() const { return m_holdsHalfPair; }

private:
    int next(std::size_t at = 0) const { return at < m_text.size() ? static_cast<unsigned char>(m_text[at]) : -1; }

    bool take(std::string_view word)
    {
        const bool isThere = m_text.starts_with(word);
        m_text.remove_prefix(isThere ? word.size() : 0);
        return isThere;
    }

    bool takeOneOf(std::string_view characters)
    {
        const bool isThere = next() >= 0 && characters.find(m_text.front()) != std::string_view::npos;
        m_text.remove_prefix(isThere ? 1 : 0);
        return isThere;
    }

    void takeSpace()
    {
        while (takeOneOf(" \t\r\n")) { }
    }

    bool takeValue(std::size_t depth)
    {
        takeSpace();
        if (next() == '{')
            return takeMembers(depth + 1);
        if (next() == '[')
            return takeElements(depth + 1);
        if (next() == '"')
            return takeString();
        return take("true") || take("false") || take("null") || takeNumber();
    }

    bool takeMembers(std::size_t depth)
    {
        take("{");
        takeSpace();
        if (take("}"))
            return true;
        if (depth > m_maxDepth)
            return false;
        for (;;) {
            takeSpace();
            if (!takeString())
                return false;
            takeSpace();
            if (!take(":") || !takeValue(depth))
                return false;
            takeSpace();
            if (take("}"))
                return true;
            if (!take(","))
                return false;
        }
    }

    bool takeElements(std::size_t depth)
    {
        take("[");
        takeSpace();
        if (take("]"))
            return true;
        if (depth > m_maxDepth)
            return false;
        for (;;) {
            if (!takeValue(depth))
                return false;
            takeSpace();
            if (take("]"))
                return true;
            if (!take(","))
                return false;
        }
    }

    bool takeDigits()
    {
        if (!takeOneOf("0123456789"))
            return false;
        while (takeOneOf("0123456789")) { }
        return true;
    }

    bool takeNumber()
    {
        take("-");
        if (!take("0") && !takeDigits())
            return false;
        if (take(".") && !takeDigits())
            return false;
        if (takeOneOf("eE")) {
            takeOneOf("+-");
            return takeDigits();
        }
        return true;
    }

    bool takeString()
    {
        if (!take("\""))
            return false;
        while (!take("\"")) {
            if (next() < 0x20 || !(next() == '\\' ? takeEscape() : takeCharacter()))
                return false;
        }
        return true;
    }

    bool takeEscape()
    {
        take("\\");
        if (!take("u"))
            return takeOneOf("\"\\/bfnrt");
        unsigned first = 0;
        if (!takeHex(first))
            return false;
        if (first >= 0xDC00 && first <= 0xDFFF)
            m_holdsHalfPair = true;
        if (first < 0xD800 || first > 0xDBFF)
            return true;
        unsigned second = 0;
        if (!m_text.starts_with("\\u")) {
            m_holdsHalfPair = true;
            return true;
        }
        const std::string_view rest = m_text;
        take("\\u");
        if (!takeHex(second))
            return false;
        if (second < 0xDC00 || second > 0xDFFF) {
            m_holdsHalfPair = true;
            m_text = rest;
        }
        return true;
    }

    bool takeHex(unsigned& value)
    {
        for (int i = 0; i < 4; ++i) {
            const char digit = m_text.empty() ? ' ' : m_text.front();
            if (!takeOneOf("0123456789abcdefABCDEF"))
                return false;
            value = value * 16 + static_cast<unsigned>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return true;
    }

    /// The table of RFC 3629, section 4.
    bool takeCharacter()
    {
        const auto isTail = [this](std::size_t at, int from = 0x80, int to = 0xBF) {
            return next(at) >= from && next(at) <= to;
        };
        const int lead = next();
        std::size_t size = 0;
        if (lead < 0x80)
            size = 1;
        else if (lead >= 0xC2 && lead <= 0xDF)
            size = isTail(1) ? 2 : 0;
        else if (lead >= 0xE0 && lead <= 0xEF)
            size = isTail(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && isTail(2) ? 3 : 0;
        else if (lead >= 0xF0 && lead <= 0xF4)
            size = isTail(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && isTail(2) && isTail(3) ? 4 : 0;
        m_text.remove_prefix(size);
        return size > 0;
    }

    std::string_view m_text;
    std::size_t m_maxDepth;
    bool m_holdsHalfPair = false;
};

} // namespace binnacle::test
