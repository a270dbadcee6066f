#include "backend/store/log/pattern_group.h"

#include "backend/core/varint.h"
#include "backend/store/log/index_codec.h"
#include "backend/store/log/short_bytes.h"

namespace binnacle::block {

void putPlainTexts(std::span<const std::string_view> texts, FrameWriter& out)
{
    bool haveSameSize = true;
    for (const std::string_view text : texts)
        haveSameSize = haveSameSize && text.size() == texts.front().size();
    putVarint(out.structure, haveSameSize ? texts.front().size() + 1 : 0);
    for (const std::string_view text : texts) {
        if (!haveSameSize)
            putVarint(out.numbers, text.size());
        out.texts += text;
    }
}

namespace {

/// Appends the bytes of hex digits; false, and nothing is appended, where one is none.
bool appendHex(std::string_view digits, PartKind kind, std::string& bytes)
{
    const HexValues& values = hexValues(kind);
    const auto valueOf = [&](char digit) { return unsigned{ values[static_cast<std::uint8_t>(digit)] }; };
    const std::size_t before = bytes.size();
    bytes.resize(before + (digits.size() + 1) / 2);
    char* to = bytes.data() + before;
    unsigned seen = 0;
    std::size_t i = 0;
    for (; i + 1 < digits.size(); i += 2) {
        const unsigned first = valueOf(digits[i]);
        const unsigned second = valueOf(digits[i + 1]);
        seen |= first | second;
        *to++ = static_cast<char>(first | second << 4U);
    }
    if (i < digits.size()) {
        seen |= valueOf(digits[i]);
        *to = static_cast<char>(valueOf(digits[i]));
    }
    if (seen < 16)
        return true;
    bytes.resize(before);
    return false;
}

void putNumbers(const std::vector<std::int64_t>& numbers, FrameWriter& out)
{
    std::string plain;
    std::string differences;
    std::int64_t previous = 0;
    for (const std::int64_t number : numbers) {
        putVarint(plain, zigzag(number));
        putVarint(differences, zigzag(number - previous));
        previous = number;
    }
    const bool isDifference = differences.size() < plain.size();
    out.structure += static_cast<char>(isDifference);
    out.numbers += isDifference ? differences : plain;
}

void putTextPart(const std::vector<std::string_view>& texts, const std::vector<std::uint16_t>& textOf,
    Interner& interner, FrameWriter& out)
{
    std::vector<std::string_view> values{ std::string_view() };
    interner.begin(values);
    std::vector<std::uint16_t> indexOf;
    indexOf.reserve(texts.size());
    for (const std::string_view text : texts)
        indexOf.push_back(interner.indexOf(text));
    std::vector<std::uint16_t> sequence;
    sequence.reserve(textOf.size());
    for (const std::uint16_t place : textOf)
        sequence.push_back(indexOf[place]);
    putSequence(sequence, values.size() - 1, out);
    putPlainTexts(std::span(values).subspan(1), out);
}

} // namespace

PatternGroup::PatternGroup(const TextPattern& pattern, std::size_t most)
    : m_pattern(pattern)
    , m_columns(pattern.size)
{
    for (std::size_t i = 0; i < pattern.size; ++i) {
        Column& column = m_columns[i];
        column.part = pattern.parts[i];
        if (column.part.kind == PartKind::Text)
            column.textOf.reserve(most);
        else if (column.part.kind == PartKind::LowerHex || column.part.kind == PartKind::UpperHex)
            column.hexBytes.reserve(most * column.hexSize());
        else if (column.part.kind != PartKind::Reference)
            column.numbers.reserve(most);
    }
}

void PatternGroup::add(const PatternedText& text, ReferenceTexts& references)
{
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        add(m_columns[i], text.contents[i], references);
}

void PatternGroup::add(Column& column, std::string_view content, ReferenceTexts& references)
{
    switch (column.part.kind) {
    case PartKind::Text:
        column.textOf.push_back(static_cast<std::uint16_t>(column.texts.size()));
        column.texts.push_back(content);
        break;
    case PartKind::Number:
        takeNumber(content, column.numbers.emplace_back());
        break;
    case PartKind::LowerHex:
    case PartKind::UpperHex:
        appendHex(content, column.part.kind, column.hexBytes);
        break;
    case PartKind::ZonedTime:
        takeZonedTime(content, column.part.detail, references, column.numbers.emplace_back());
        break;
    case PartKind::Reference:
        break;
    }
}

bool PatternGroup::tryAdd(std::string_view text, ReferenceTexts& references)
{
    std::size_t taken = 0;
    while (taken < m_columns.size() && tryTake(m_columns[taken], text, references))
        ++taken;
    if (taken == m_columns.size() && text.empty())
        return true;
    if (taken + 2 == m_columns.size() && tryTakeEnd(m_columns[taken], m_columns[taken + 1], text, references))
        return true;
    while (taken > 0)
        takeBack(m_columns[--taken]);
    return false;
}

bool PatternGroup::tryTake(Column& column, std::string_view& rest, ReferenceTexts& references)
{
    switch (column.part.kind) {
    case PartKind::Text:
        if (!startsWith(rest, column.texts.back()))
            return false;
        rest.remove_prefix(column.texts.back().size());
        column.textOf.push_back(static_cast<std::uint16_t>(column.texts.size() - 1));
        return true;
    case PartKind::Number: {
        std::int64_t number = 0;
        if (!takeNumber(rest, number))
            return false;
        column.numbers.push_back(number);
        return true;
    }
    case PartKind::LowerHex:
    case PartKind::UpperHex: {
        const std::size_t size = column.part.detail;
        if (rest.size() < size || !appendHex(rest.substr(0, size), column.part.kind, column.hexBytes))
            return false;
        rest.remove_prefix(size);
        return true;
    }
    case PartKind::Reference: {
        const std::string_view text = references.text(column.part.detail);
        if (text.empty() || !startsWith(rest, text))
            return false;
        rest.remove_prefix(text.size());
        return true;
    }
    case PartKind::ZonedTime: {
        std::int64_t offset = 0;
        if (!takeZonedTime(rest, column.part.detail, references, offset))
            return false;
        column.numbers.push_back(offset);
        return true;
    }
    }
    return false;
}

/// Names with a number at their end are common: "report-17".
bool PatternGroup::tryTakeEnd(Column& text, Column& last, std::string_view rest, ReferenceTexts& references)
{
    if (text.part.kind != PartKind::Text)
        return false;
    std::size_t size = rest.size();
    if (last.part.kind == PartKind::Reference) {
        const std::string_view referred = references.text(last.part.detail);
        if (referred.empty() || !rest.ends_with(referred))
            return false;
        size -= referred.size();
    } else if (last.part.kind == PartKind::Number) {
        while (size > 0 && rest[size - 1] >= '0' && rest[size - 1] <= '9')
            --size;
        std::string_view digits = rest.substr(size);
        std::int64_t number = 0;
        if (!takeNumber(digits, number))
            return false;
        last.numbers.push_back(number);
    } else {
        return false;
    }
    add(text, rest.substr(0, size), references);
    return true;
}

void PatternGroup::takeBack(Column& column)
{
    switch (column.part.kind) {
    case PartKind::Text:
        column.textOf.pop_back();
        break;
    case PartKind::Number:
    case PartKind::ZonedTime:
        column.numbers.pop_back();
        break;
    case PartKind::LowerHex:
    case PartKind::UpperHex:
        column.hexBytes.resize(column.hexBytes.size() - column.hexSize());
        break;
    case PartKind::Reference:
        break;
    }
}

void PatternGroup::put(Interner& interner, FrameWriter& out) const
{
    for (const Column& column : m_columns) {
        switch (column.part.kind) {
        case PartKind::Text:
            putTextPart(column.texts, column.textOf, interner, out);
            break;
        case PartKind::Number:
        case PartKind::ZonedTime:
            putNumbers(column.numbers, out);
            break;
        case PartKind::LowerHex:
        case PartKind::UpperHex:
            out.bits += column.hexBytes;
            break;
        case PartKind::Reference:
            break;
        }
    }
}

} // namespace binnacle::block
