#include "backend/store/log/text_pattern.h"

#include "backend/store/log/short_bytes.h"

#include <algorithm>
#include <bit>

namespace binnacle::block {

namespace {

/// Longer texts are no ids.
constexpr std::size_t maxPatternedSize = 256;
/// A shorter reference costs more than it saves, and agrees by chance.
constexpr std::size_t minReferenceSize = 3;
/// A run of hex digits this long, with digits and letters, is random; then shorter ones beside it are, too.
constexpr std::size_t sureHexSize = 8;
constexpr std::size_t minHexSize = 4;
constexpr std::size_t maxNumberDigits = 18;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWordPart(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t wordSize(std::string_view text)
{
    std::size_t size = 0;
    while (size < text.size() && isWordPart(text[size]))
        ++size;
    return size;
}

constexpr HexValues hexValuesFor(char firstLetter)
{
    HexValues values{};
    for (std::size_t c = 0; c < values.size(); ++c) {
        const auto letter = static_cast<std::size_t>(firstLetter);
        if (c >= '0' && c <= '9')
            values[c] = static_cast<std::uint8_t>(c - '0');
        else if (c >= letter && c < letter + 6)
            values[c] = static_cast<std::uint8_t>(c - letter + 10);
        else
            values[c] = 255;
    }
    return values;
}
constexpr HexValues lowerHexValues = hexValuesFor('a');
constexpr HexValues upperHexValues = hexValuesFor('A');

bool isHex(std::string_view word, PartKind kind)
{
    const HexValues& values = hexValues(kind);
    return std::all_of(word.begin(), word.end(), [&](char c) { return values[static_cast<std::uint8_t>(c)] != 255; });
}

bool hasBothDigitsAndLetters(std::string_view word)
{
    std::size_t digits = 0;
    for (const char c : word)
        digits += isDigit(c);
    return digits > 0 && digits < word.size();
}

/// The kind of hex digits a text is full of; Text: none. A uuid's groups must not be numbers where chance gave them
/// digits alone.
PartKind hexKindOf(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = wordSize(text.substr(at));
        const std::string_view word = text.substr(at, size);
        if (size >= sureHexSize && hasBothDigitsAndLetters(word)) {
            for (const PartKind kind : { PartKind::LowerHex, PartKind::UpperHex }) {
                if (isHex(word, kind))
                    return kind;
            }
        }
        at += size + 1;
    }
    return PartKind::Text;
}

bool looksLikeTime(std::string_view text)
{
    return text.size() >= 20 && isDigit(text[0]) && text[4] == '-' && text[7] == '-' && text[10] == 'T';
}

} // namespace

const HexValues& hexValues(PartKind kind)
{
    return kind == PartKind::UpperHex ? upperHexValues : lowerHexValues;
}

bool takeNumber(std::string_view& text, std::int64_t& number)
{
    std::size_t size = 0;
    std::int64_t value = 0;
    while (size < text.size() && size < maxNumberDigits && isDigit(text[size]))
        value = value * 10 + (text[size++] - '0');
    if (size == 0 || (size > 1 && text.front() == '0') || (size < text.size() && isWordPart(text[size])))
        return false;
    number = value;
    text.remove_prefix(size);
    return true;
}

bool takeZonedTime(std::string_view& text, std::size_t time, ReferenceTexts& references, std::int64_t& offset)
{
    constexpr std::array<std::size_t, timeFormats> offsetPlaces{ 19, 23, 26, 29 };
    const std::size_t at = offsetPlaces[time % timeFormats];
    if (text.size() < at + 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':')
        return false;
    for (const std::size_t digit : { at + 1, at + 2, at + 4, at + 5 }) {
        if (!isDigit(text[digit]))
            return false;
    }
    const auto pair = [&](std::size_t place) { return (text[place] - '0') * 10 + text[place + 1] - '0'; };
    offset = pair(at + 1) * 60 + pair(at + 4);
    if (text[at] == '-')
        offset = -offset;
    const std::string_view written = references.zonedTime(time, offset);
    if (written.empty() || !startsWith(text, written))
        return false;
    text.remove_prefix(written.size());
    return true;
}

PatternLexer::PatternLexer(const FactTable& facts, std::uint64_t allowed)
    : m_references(facts)
{
    for (std::uint64_t left = allowed; left != 0; left &= left - 1) {
        const auto reference = static_cast<Reference>(std::countr_zero(left));
        if (reference < firstTime) {
            if (!facts.texts[reference].ofRow.empty())
                m_allowedTexts.push_back(reference);
        } else if (reference < firstInteger) {
            m_allowedTimes.push_back(reference);
        }
    }
}

PatternedText PatternLexer::takeApart(std::string_view text)
{
    if (!m_hasCandidates)
        findCandidates();
    PatternedText out;
    const PartKind hex = text.size() <= maxPatternedSize ? hexKindOf(text) : PartKind::Text;
    std::size_t textBegin = 0;
    std::size_t at = 0;
    const auto addPart = [&](Part part, std::size_t size) {
        if (textBegin < at)
            add({ PartKind::Text, 0 }, text.substr(textBegin, at - textBegin), out);
        add(part, part.kind == PartKind::Reference ? std::string_view() : text.substr(at, size), out);
        textBegin = at += size;
    };
    // Each turn begins at the begin of a word, or at what is between words. Two parts are kept for the end.
    while (at < text.size() && text.size() <= maxPatternedSize && out.pattern.size + 3 <= TextPattern::maxParts) {
        const std::string_view rest = text.substr(at);
        Reference reference = 0;
        std::int64_t number = 0;
        std::uint8_t time = 0;
        if (const std::size_t size = referenceAt(rest, reference)) {
            addPart({ PartKind::Reference, reference }, size);
            continue;
        }
        if (std::size_t size = 0; looksLikeTime(rest) && isZonedTime(rest, time, size)) {
            addPart({ PartKind::ZonedTime, time }, size);
            continue;
        }
        const std::size_t size = wordSize(rest);
        const std::string_view word = rest.substr(0, size);
        if (size >= minHexSize && size < 256 && hex != PartKind::Text && isHex(word, hex))
            addPart({ hex, static_cast<std::uint8_t>(size) }, size);
        else if (std::string_view digits = rest; takeNumber(digits, number))
            addPart({ PartKind::Number, 0 }, size);
        else
            at += size == 0 ? 1 : size;
    }
    if (textBegin < text.size() || out.pattern.size == 0)
        add({ PartKind::Text, 0 }, text.substr(textBegin), out);
    return out;
}

void PatternLexer::add(Part part, std::string_view content, PatternedText& out)
{
    out.pattern.parts[out.pattern.size] = part;
    out.contents[out.pattern.size++] = content;
}

void PatternLexer::findCandidates()
{
    for (const Candidate& candidate : m_candidates)
        m_firstBytes[static_cast<std::uint8_t>(candidate.text.front())] = false;
    m_candidates.clear();
    for (const Reference reference : m_allowedTexts) {
        const std::string_view text = m_references.text(reference);
        if (text.size() < minReferenceSize || text.size() > maxPatternedSize)
            continue;
        m_candidates.push_back({ text, reference });
        m_firstBytes[static_cast<std::uint8_t>(text.front())] = true;
    }
    m_hasCandidates = true;
}

/// The longest reference that `rest` begins with, up to the end of a word; 0: there is none.
std::size_t PatternLexer::referenceAt(std::string_view rest, Reference& found)
{
    std::size_t longest = 0;
    const auto consider = [&](std::string_view text, Reference reference) {
        const std::size_t size = text.size();
        if (size > longest && startsWith(rest, text)
            && (size == rest.size() || !isWordPart(rest[size]) || !isWordPart(text.back()))) {
            longest = size;
            found = reference;
        }
    };
    if (m_firstBytes[static_cast<std::uint8_t>(rest.front())]) {
        for (const Candidate& candidate : m_candidates) {
            if (candidate.text.front() == rest.front())
                consider(candidate.text, candidate.reference);
        }
    }
    if (looksLikeTime(rest)) {
        for (const Reference reference : m_allowedTimes)
            consider(m_references.text(reference), reference);
    }
    return longest;
}

bool PatternLexer::isZonedTime(std::string_view rest, std::uint8_t& time, std::size_t& size)
{
    for (const Reference reference : m_allowedTimes) {
        std::string_view behind = rest;
        std::int64_t offset = 0;
        time = static_cast<std::uint8_t>(reference - firstTime);
        if (takeZonedTime(behind, time, m_references, offset)) {
            size = rest.size() - behind.size();
            return true;
        }
    }
    return false;
}

} // namespace binnacle::block
