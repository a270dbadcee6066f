#pragma once

#include "backend/store/log/block_frame.h"

#include <cstdint>
#include <span>
#include <vector>

namespace binnacle::block {

/// The rows of a block that have a value in a column, ascending.
using Rows = std::vector<std::uint16_t>;

Rows allRows(std::size_t count);

/// Which of a column's distinct values a row has, numbered from 1 in the order of their first rows; 0: it has none.
struct IndexColumn {
    const std::uint16_t* ofRow = nullptr; ///< As many as the block has events.
    std::size_t distinct = 0;
};

/// Columns that were coded before: another that is a function of one of them costs next to nothing.
using KnownColumns = std::vector<IndexColumn>;

/// Writes the indices of `rows` (not empty) and how many distinct ones there are.
void putIndices(const IndexColumn& column, const Rows& rows, const KnownColumns& known, FrameWriter& out);

/// Reads them into `ofRow` (all rows of the block, zeros) and gives the number of distinct values.
std::size_t takeIndices(std::uint16_t* ofRow, const Rows& rows, const KnownColumns& known, FrameReader& in);

/// The same for a list that is nobody's column: its indices, numbered from 1 by first occurrence.
void putSequence(const std::vector<std::uint16_t>& sequence, std::size_t distinct, FrameWriter& out);
std::size_t takeSequence(std::vector<std::uint16_t>& sequence, std::size_t size, FrameReader& in);

/// The first row of each distinct value of a column.
Rows firstRows(const std::uint16_t* ofRow, const Rows& rows, std::size_t distinct);

} // namespace binnacle::block
