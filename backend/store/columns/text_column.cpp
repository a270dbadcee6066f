#include "backend/store/columns/text_column.h"

#include <algorithm>

namespace binnacle::columns {

void TextColumn::append(std::string_view text)
{
    if (m_size % blockRows == 0) {
        if (!m_blocks.empty())
            m_blocks.back().bytes.shrink_to_fit();
        m_blocks.emplace_back();
    }
    Block& block = m_blocks.back();
    if (block.ends.size() == block.ends.capacity())
        block.ends.reserve(m_blocks.size() > 1 ? blockRows : std::min(blockRows, 2 * block.ends.size() + 16));
    block.bytes += text;
    block.ends.push_back(static_cast<std::uint32_t>(block.bytes.size()));
    ++m_size;
}

std::size_t TextColumn::byteSize() const
{
    std::size_t size = 0;
    for (const Block& block : m_blocks)
        size += block.bytes.capacity() + block.ends.capacity() * sizeof(std::uint32_t);
    return size;
}

void TextColumn::search(std::size_t block, const TextSearch& search, std::uint8_t* found) const
{
    const std::string_view bytes = m_blocks[block].bytes;
    const std::vector<std::uint32_t>& ends = m_blocks[block].ends;
    // An empty text is in every one, also in those that have no byte.
    if (search.size() == 0) {
        std::fill(found, found + ends.size(), std::uint8_t{ 1 });
        return;
    }
    std::size_t row = 0;
    std::size_t at = search.find(bytes, 0);
    while (at != std::string_view::npos) {
        while (ends[row] <= at)
            ++row;
        // What begins in one text and ends in the next is in neither.
        const bool isWhole = at + search.size() <= ends[row];
        if (isWhole)
            found[row] = 1;
        at = search.find(bytes, isWhole ? ends[row] : at + 1);
    }
}

} // namespace binnacle::columns
