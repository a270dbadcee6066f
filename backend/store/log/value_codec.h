#pragma once

#include "backend/store/log/block_frame.h"
#include "backend/store/log/index_codec.h"
#include "backend/store/log/references.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// Memory of texts that are put together when a block is read. They stay where they are.
class TextArena {
public:
    /// Room for `size` bytes; nullptr where there would be more than maxFrameBytes in all.
    char* allocate(std::size_t size);

private:
    std::vector<std::unique_ptr<char[]>> m_chunks;
    char* m_next = nullptr;
    std::size_t m_left = 0;
    std::size_t m_total = 0;
};

/// Writes the distinct texts of a column (README.md, "List of texts"): by the patterns of their parts, so that ids cost
/// what is random in them and parts that the facts have too cost nothing. `rows`: the first row of each text,
/// ascending. `allowed`: the references that whoever reads this has by then.
void putTexts(std::span<const std::string_view> texts, const Rows& rows, const FactTable& facts, std::uint64_t allowed,
    FrameWriter& out);
/// Appends them to `texts`. They point into the frame or the arena.
void takeTexts(
    const Rows& rows, const FactTable& facts, std::vector<std::string_view>& texts, TextArena& arena, FrameReader& in);

} // namespace binnacle::block
