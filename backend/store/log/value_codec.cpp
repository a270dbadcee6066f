#include "backend/store/log/value_codec.h"

#include "backend/core/varint.h"
#include "backend/store/log/interner.h"
#include "backend/store/log/pattern_group.h"
#include "backend/store/log/short_bytes.h"
#include "backend/store/log/text_pattern.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>

namespace binnacle::block {

namespace {

/// Patterns of a list that a text is compared with before it is taken apart.
constexpr std::size_t recentPatterns = 3;
constexpr std::size_t maxPatterns = 64;

/// A shorter list is written as it is.
constexpr std::size_t fewTexts = 8;

constexpr TextPattern wholePattern{ { Part{ PartKind::Text, 0 } }, 1 };

/// Sorts the texts of a list by their patterns.
class PatternSorter {
public:
    PatternSorter(const FactTable& facts, std::uint64_t allowed, std::size_t texts)
        : m_lexer(facts, allowed)
        , m_texts(texts)
    {
        sequence.reserve(texts);
    }

    void add(std::string_view text, std::size_t row)
    {
        m_lexer.setRow(row);
        std::size_t place = 0;
        while (place < m_recent.size() && !groups[m_recent[place]].tryAdd(text, m_lexer.references()))
            ++place;
        if (place == m_recent.size())
            place = addApart(text);
        std::rotate(m_recent.begin(), m_recent.begin() + static_cast<std::ptrdiff_t>(place),
            m_recent.begin() + static_cast<std::ptrdiff_t>(place) + 1);
        sequence.push_back(static_cast<std::uint16_t>(m_recent.front() + 1));
    }

    std::vector<PatternGroup> groups;
    std::vector<std::uint16_t> sequence; ///< Of each text one more than its group.

private:
    /// Adds the text to the group of its pattern and gives that group's place in m_recent.
    std::size_t addApart(std::string_view text)
    {
        PatternedText apart = m_lexer.takeApart(text);
        auto found = groupOf(apart.pattern);
        if (found == groups.end() && groups.size() + 1 >= maxPatterns) {
            apart.pattern = wholePattern;
            apart.contents[0] = text;
            found = groupOf(apart.pattern);
        }
        if (found == groups.end())
            found = groups.emplace(found, apart.pattern, m_texts - sequence.size());
        found->add(apart, m_lexer.references());
        const auto group = static_cast<std::uint16_t>(found - groups.begin());
        const auto place = std::find(m_recent.begin(), m_recent.end(), group);
        if (place != m_recent.end())
            return static_cast<std::size_t>(place - m_recent.begin());
        if (m_recent.size() < recentPatterns)
            m_recent.push_back(group);
        else
            m_recent.back() = group;
        return m_recent.size() - 1;
    }
    std::vector<PatternGroup>::iterator groupOf(const TextPattern& pattern)
    {
        return std::find_if(
            groups.begin(), groups.end(), [&](const PatternGroup& group) { return group.pattern() == pattern; });
    }

    PatternLexer m_lexer;
    std::size_t m_texts;
    std::vector<std::uint16_t> m_recent; ///< Groups, the last one first.
};

void putPattern(const TextPattern& pattern, FrameWriter& out)
{
    out.structure += static_cast<char>(pattern.size);
    for (std::size_t i = 0; i < pattern.size; ++i) {
        out.structure += static_cast<char>(pattern.parts[i].kind);
        if (pattern.parts[i].kind >= PartKind::LowerHex)
            out.structure += static_cast<char>(pattern.parts[i].detail);
    }
}

TextPattern takePattern(FrameReader& in)
{
    TextPattern pattern;
    pattern.size = in.structure.byte();
    if (pattern.size == 0 || pattern.size > TextPattern::maxParts) {
        in.structure.fail();
        return {};
    }
    for (std::size_t i = 0; i < pattern.size; ++i) {
        Part& part = pattern.parts[i];
        part.kind = static_cast<PartKind>(in.structure.byte());
        if (part.kind >= PartKind::LowerHex)
            part.detail = in.structure.byte();
        if (part.kind > PartKind::ZonedTime || (part.kind == PartKind::Reference && part.detail >= firstInteger)
            || (part.kind == PartKind::ZonedTime && part.detail >= timeFormats * timeFields.size()))
            in.structure.fail();
    }
    return pattern;
}

/// What is stored of a part, text by text of its pattern.
struct StoredPart {
    Part part;
    std::vector<std::string_view> texts; ///< Text: of each; hex: one with the bytes of all.
    std::vector<std::int64_t> numbers;

    std::size_t hexBytes() const { return (part.detail + 1U) / 2; }
};

void takePlainTexts(std::size_t count, std::vector<std::string_view>& texts, FrameReader& in)
{
    const std::uint64_t size = in.structure.varint();
    for (std::size_t i = 0; i < count && in.ok(); ++i)
        texts.push_back(in.texts.bytes(size == 0 ? in.numbers.varint() : size - 1));
}

void takeTextPart(StoredPart& stored, std::size_t count, FrameReader& in)
{
    std::vector<std::uint16_t> sequence;
    const std::size_t distinct = takeSequence(sequence, count, in);
    std::vector<std::string_view> values{ std::string_view() };
    takePlainTexts(distinct, values, in);
    if (!in.ok())
        return;
    stored.texts.reserve(count);
    for (const std::uint16_t index : sequence)
        stored.texts.push_back(values[index]);
}

StoredPart takePart(Part part, std::size_t count, FrameReader& in)
{
    StoredPart stored{ part, {}, {} };
    switch (part.kind) {
    case PartKind::Text:
        takeTextPart(stored, count, in);
        break;
    case PartKind::Number:
    case PartKind::ZonedTime: {
        const bool isDifference = in.structure.byte() != 0;
        std::int64_t previous = 0;
        for (std::size_t i = 0; i < count && in.ok(); ++i) {
            const std::int64_t number = unzigzag(in.numbers.varint());
            previous = isDifference
                ? static_cast<std::int64_t>(static_cast<std::uint64_t>(previous) + static_cast<std::uint64_t>(number))
                : number;
            stored.numbers.push_back(previous);
        }
        break;
    }
    case PartKind::LowerHex:
    case PartKind::UpperHex:
        stored.texts.push_back(in.bits.bytes(stored.hexBytes() * count));
        break;
    case PartKind::Reference:
        break;
    }
    return stored;
}

/// Puts the texts of a pattern together again, one after the other.
class GroupReader {
public:
    GroupReader(const TextPattern& pattern, std::size_t count, FrameReader& in)
    {
        for (std::size_t i = 0; i < pattern.size && in.ok(); ++i)
            m_parts.push_back(takePart(pattern.parts[i], count, in));
    }

    /// The next text, put together in the arena where it is not there as a whole. False: there is no room.
    bool next(ReferenceTexts& references, TextArena& arena, std::string_view& text)
    {
        const std::size_t place = m_next++;
        if (m_parts.size() == 1 && m_parts.front().part.kind == PartKind::Text) {
            text = m_parts.front().texts[place];
            return true;
        }
        std::size_t size = 0;
        for (const StoredPart& stored : m_parts)
            size += sizeOf(stored, place, references);
        char* const begin = arena.allocate(size);
        if (begin == nullptr)
            return false;
        char* at = begin;
        for (const StoredPart& stored : m_parts)
            at = write(stored, place, references, at);
        text = { begin, static_cast<std::size_t>(at - begin) };
        return true;
    }

private:
    static constexpr std::size_t maxNumberSize = 20;

    static std::size_t sizeOf(const StoredPart& stored, std::size_t place, ReferenceTexts& references)
    {
        switch (stored.part.kind) {
        case PartKind::Text:
            return stored.texts[place].size();
        case PartKind::Number:
            return maxNumberSize;
        case PartKind::LowerHex:
        case PartKind::UpperHex:
            return stored.part.detail;
        case PartKind::ZonedTime:
            return references.zonedTime(stored.part.detail, stored.numbers[place]).size();
        case PartKind::Reference:
            return references.text(stored.part.detail).size();
        }
        return 0;
    }
    static char* write(const StoredPart& stored, std::size_t place, ReferenceTexts& references, char* at)
    {
        switch (stored.part.kind) {
        case PartKind::Text:
            return copyBytes(stored.texts[place], at);
        case PartKind::Number:
            return std::to_chars(at, at + maxNumberSize, stored.numbers[place]).ptr;
        case PartKind::LowerHex:
            return writeHex(stored, place, "0123456789abcdef", at);
        case PartKind::UpperHex:
            return writeHex(stored, place, "0123456789ABCDEF", at);
        case PartKind::ZonedTime:
            return copyBytes(references.zonedTime(stored.part.detail, stored.numbers[place]), at);
        case PartKind::Reference:
            return copyBytes(references.text(stored.part.detail), at);
        }
        return at;
    }
    static char* writeHex(const StoredPart& stored, std::size_t place, const char* digits, char* at)
    {
        const char* byte = stored.texts.front().data() + place * stored.hexBytes();
        for (std::size_t i = 0; i < stored.part.detail; i += 2) {
            const auto value = static_cast<std::uint8_t>(*byte++);
            at[i] = digits[value & 15U];
            if (i + 1 < stored.part.detail)
                at[i + 1] = digits[value >> 4U];
        }
        return at + stored.part.detail;
    }

    std::vector<StoredPart> m_parts;
    std::size_t m_next = 0;
};

} // namespace

char* TextArena::allocate(std::size_t size)
{
    constexpr std::size_t chunkSize = 32 * 1024;
    if (size > m_left) {
        const std::size_t wanted = std::max(size, chunkSize);
        if (wanted > maxFrameBytes - m_total)
            return nullptr;
        m_total += wanted;
        m_chunks.push_back(std::make_unique_for_overwrite<char[]>(wanted));
        m_next = m_chunks.back().get();
        m_left = wanted;
    }
    m_left -= size;
    return std::exchange(m_next, m_next + size);
}

void putTexts(std::span<const std::string_view> texts, const Rows& rows, const FactTable& facts, std::uint64_t allowed,
    FrameWriter& out)
{
    if (texts.size() < fewTexts) {
        out.structure += '\0';
        return putPlainTexts(texts, out);
    }
    PatternSorter sorter(facts, allowed, texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
        sorter.add(texts[i], rows[i]);
    out.structure += static_cast<char>(sorter.groups.size());
    for (const PatternGroup& group : sorter.groups)
        putPattern(group.pattern(), out);
    putSequence(sorter.sequence, sorter.groups.size(), out);
    Interner interner;
    for (const PatternGroup& group : sorter.groups)
        group.put(interner, out);
}

void takeTexts(
    const Rows& rows, const FactTable& facts, std::vector<std::string_view>& texts, TextArena& arena, FrameReader& in)
{
    std::vector<TextPattern> patterns(in.structure.byte());
    if (patterns.empty())
        return takePlainTexts(rows.size(), texts, in);
    for (TextPattern& pattern : patterns)
        pattern = takePattern(in);
    std::vector<std::uint16_t> sequence;
    if (takeSequence(sequence, rows.size(), in) != patterns.size())
        in.structure.fail();
    if (!in.ok())
        return;
    std::vector<std::size_t> counts(patterns.size());
    for (const std::uint16_t index : sequence)
        ++counts[index - 1U];
    std::vector<GroupReader> groups;
    groups.reserve(patterns.size());
    for (std::size_t i = 0; i < patterns.size(); ++i)
        groups.emplace_back(patterns[i], counts[i], in);
    if (!in.ok())
        return;
    ReferenceTexts referred(facts);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        referred.setRow(rows[i]);
        if (!groups[sequence[i] - 1U].next(referred, arena, texts.emplace_back())) {
            in.structure.fail();
            return;
        }
    }
}

} // namespace binnacle::block
