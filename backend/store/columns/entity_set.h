#pragma once

#include "backend/store/columns/text_column.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle::columns {

/// Rows, each as often as there is a reason for it to be here: an entity with two failed steps stays when one succeeds.
class EntitySet {
public:
    bool contains(std::size_t row) const
    {
        const Block* block = row / blockRows < m_blocks.size() ? m_blocks[row / blockRows].get() : nullptr;
        return block != nullptr && (*block)[row % blockRows] != 0;
    }
    void add(std::size_t row);
    void remove(std::size_t row);
    /// Is in the set once from now on, or not at all.
    void put(std::size_t row, bool isIn);

    /// False once a row had more reasons than are counted: then it may be gone while some are left.
    bool isExact() const { return m_isExact; }
    std::size_t byteSize() const;

private:
    using Block = std::array<std::uint8_t, blockRows>;
    std::uint8_t& countOf(std::size_t row);

    std::vector<std::unique_ptr<Block>> m_blocks;
    bool m_isExact = true;
};

} // namespace binnacle::columns
