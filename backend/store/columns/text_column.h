#pragma once

#include "backend/store/columns/text_search.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::columns {

/// So many rows, beginning with a multiple of them, are a block.
inline constexpr std::size_t blockRows = 4096;

/// Texts by row, one after the other in a string a block: they are never changed.
class TextColumn {
public:
    std::size_t size() const { return m_size; }
    std::string_view at(std::size_t row) const
    {
        const Block& block = m_blocks[row / blockRows];
        const std::size_t place = row % blockRows;
        const std::uint32_t begin = place == 0 ? 0 : block.ends[place - 1];
        return std::string_view(block.bytes).substr(begin, block.ends[place] - begin);
    }
    void append(std::string_view text);
    std::size_t byteSize() const;

    /// Sets found[i] where the text of the i-th row of `block` holds what is looked for, and leaves the others alone.
    void search(std::size_t block, const TextSearch& search, std::uint8_t* found) const;

private:
    struct Block {
        std::string bytes;
        std::vector<std::uint32_t> ends;
    };
    std::vector<Block> m_blocks;
    std::size_t m_size = 0;
};

} // namespace binnacle::columns
