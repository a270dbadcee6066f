#pragma once

#include "backend/store/log/block_frame.h"
#include "backend/store/log/interner.h"
#include "backend/store/log/text_pattern.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// Writes texts (not none) as they are.
void putPlainTexts(std::span<const std::string_view> texts, FrameWriter& out);

/// The texts of a list that have the same pattern, part by part, on their way into a frame.
class PatternGroup {
public:
    /// `most`: how many texts may come.
    PatternGroup(const TextPattern& pattern, std::size_t most);

    const TextPattern& pattern() const { return m_pattern; }
    void add(const PatternedText& text, ReferenceTexts& references);
    /// Adds the text if it has this pattern and the same Texts as the one before; a Text that one last part follows may
    /// be another.
    bool tryAdd(std::string_view text, ReferenceTexts& references);
    void put(Interner& interner, FrameWriter& out) const;

private:
    struct Column {
        Part part;
        std::vector<std::string_view> texts; ///< Text: those that are unlike the one before.
        std::vector<std::uint16_t> textOf; ///< Text: places in `texts`.
        std::vector<std::int64_t> numbers; ///< Of a ZonedTime its offset.
        std::string hexBytes;

        std::size_t hexSize() const { return (part.detail + 1U) / 2; } ///< Bytes of a text's digits.
    };

    static void add(Column& column, std::string_view content, ReferenceTexts& references);
    static bool tryTake(Column& column, std::string_view& rest, ReferenceTexts& references);
    static bool tryTakeEnd(Column& text, Column& last, std::string_view rest, ReferenceTexts& references);
    static void takeBack(Column& column);

    TextPattern m_pattern;
    std::vector<Column> m_columns;
};

} // namespace binnacle::block
