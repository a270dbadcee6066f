#pragma once

#include "backend/store/log/references.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// What a part of a text is. The numbers are stored.
enum class PartKind : std::uint8_t {
    Text = 0, ///< Anything.
    Number = 1, ///< Decimal digits, at most 18, without leading zeros.
    LowerHex = 2, ///< As many digits as `detail` says.
    UpperHex = 3,
    Reference = 4, ///< A reference's text; `detail` is the reference: a text field or a time.
    ZonedTime = 5, ///< A time with an offset from UTC: see zonedTime(). `detail` is the time.
};

struct Part {
    PartKind kind = PartKind::Text;
    std::uint8_t detail = 0;

    friend bool operator==(Part, Part) = default;
};

/// How ids of one sender are made up: evt_<time>_<12 hex digits>.
struct TextPattern {
    static constexpr std::size_t maxParts = 16;
    std::array<Part, maxParts> parts{};
    std::size_t size = 0;

    friend bool operator==(const TextPattern&, const TextPattern&) = default;
};

/// A text taken apart. What a Reference stands for is left out of the contents.
struct PatternedText {
    TextPattern pattern;
    std::array<std::string_view, TextPattern::maxParts> contents;
};

/// Takes texts apart. `allowed`: the references that may occur, of which texts and times are used.
class PatternLexer {
public:
    PatternLexer(const FactTable& facts, std::uint64_t allowed);

    /// The row whose facts the next texts may refer to.
    void setRow(std::size_t row)
    {
        m_references.setRow(row);
        m_hasCandidates = false;
    }
    PatternedText takeApart(std::string_view text);
    ReferenceTexts& references() { return m_references; }

private:
    struct Candidate {
        std::string_view text;
        Reference reference = 0;
    };

    void add(Part part, std::string_view content, PatternedText& out);
    void findCandidates();
    std::size_t referenceAt(std::string_view rest, Reference& found);
    bool isZonedTime(std::string_view rest, std::uint8_t& time, std::size_t& size);

    ReferenceTexts m_references;
    std::vector<Reference> m_allowedTexts;
    std::vector<Reference> m_allowedTimes;
    std::vector<Candidate> m_candidates; ///< The allowed texts that the row has.
    std::array<bool, 256> m_firstBytes{}; ///< What they begin with.
    bool m_hasCandidates = false; ///< m_candidates is of this row.
};

/// The number that `text` begins with, up to the end of a word; its digits are taken off. False: it is no Number.
bool takeNumber(std::string_view& text, std::int64_t& number);
/// The offset in minutes of the time that `text` begins with; the time is taken off. False: it is no time of the row.
bool takeZonedTime(std::string_view& text, std::size_t time, ReferenceTexts& references, std::int64_t& offset);
/// The values of the digits of a kind of hex; 255: it is none.
using HexValues = std::array<std::uint8_t, 256>;
const HexValues& hexValues(PartKind kind);

} // namespace binnacle::block
