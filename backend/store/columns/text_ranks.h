#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::columns {

/// Numbered texts in their order (that of their bytes), so that rows can be compared by what their numbers stand for.
class TextRanks {
public:
    struct Text {
        std::int64_t number = 0;
        std::string value;
    };

    TextRanks() = default;
    /// `texts` are distinct.
    explicit TextRanks(std::vector<Text> texts);

    /// Odd. 0: no such text.
    std::int64_t rankOf(std::int64_t number) const;
    /// The rank of `text`, or the even number between those of its neighbours.
    std::int64_t placeOf(std::string_view text) const;
    const std::string& textOf(std::int64_t rank) const { return m_texts[static_cast<std::size_t>(rank / 2)].value; }

private:
    std::vector<Text> m_texts;
    std::vector<std::pair<std::int64_t, std::int64_t>> m_ranks; ///< By number.
};

} // namespace binnacle::columns
