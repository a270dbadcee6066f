#include "backend/store/log/index_codec.h"

#include "backend/core/varint.h"

#include <array>
#include <bit>
#include <cmath>
#include <optional>

namespace binnacle::block {

namespace {

/// How a sequence of indices is written. The numbers are stored.
enum class Mode : std::uint8_t {
    Constant = 0, ///< All are 1.
    Ascending = 1, ///< 1, 2, 3 ...
    Bytes = 2, ///< One less than the index, a byte each, in `numbers`.
    Packed = 3, ///< One less than the index, as few bits each as the largest needs, in `bits`.
    Mixed = 4, ///< A bit each that says whether the value is new; those that are not, packed.
};
/// Added to the mode: the sequence has an entry for each distinct value of another column, which is named next.
constexpr std::uint8_t functionFlag = 0x80;

/// In a shorter column it would save less than it takes to look for it.
constexpr std::size_t minFunctionRows = 8;

using Sequence = std::vector<std::uint16_t>;

unsigned widthOf(std::size_t distinct)
{
    return static_cast<unsigned>(std::bit_width(distinct - 1));
}

class BitWriter {
public:
    explicit BitWriter(std::string& out)
        : m_out(out)
    {
    }
    ~BitWriter()
    {
        if (m_used > 0)
            m_out += static_cast<char>(m_pending);
    }
    void put(std::uint32_t value, unsigned width)
    {
        m_pending |= std::uint64_t{ value } << m_used;
        m_used += width;
        for (; m_used >= 8; m_used -= 8) {
            m_out += static_cast<char>(m_pending);
            m_pending >>= 8;
        }
    }

private:
    std::string& m_out;
    std::uint64_t m_pending = 0;
    unsigned m_used = 0;
};

class BitReader {
public:
    explicit BitReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    /// 0 past the end.
    std::uint32_t take(unsigned width)
    {
        while (m_held < width) {
            const std::uint64_t next = m_at < m_bytes.size() ? static_cast<std::uint8_t>(m_bytes[m_at]) : 0;
            ++m_at;
            m_pending |= next << m_held;
            m_held += 8;
        }
        const auto value = static_cast<std::uint32_t>(m_pending & ((std::uint64_t{ 1 } << width) - 1));
        m_pending >>= width;
        m_held -= width;
        return value;
    }

private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::uint64_t m_pending = 0;
    unsigned m_held = 0;
};

/// Bytes are left to the compression where it finds more in them than packing saves: a skewed column, or long runs.
bool compressesWell(const Sequence& sequence, std::size_t distinct)
{
    std::array<std::uint32_t, 256> counts{};
    std::size_t changes = 0;
    std::uint16_t last = 0;
    for (const std::uint16_t index : sequence) {
        ++counts[index - 1U];
        changes += index != last;
        last = index;
    }
    const auto total = static_cast<double>(sequence.size());
    double bits = 0;
    for (std::size_t i = 0; i < distinct; ++i)
        bits += counts[i] * std::log2(total / counts[i]);
    return bits < 0.85 * total * widthOf(distinct) || changes * 4 < sequence.size();
}

Mode modeOf(const Sequence& sequence, std::size_t distinct)
{
    if (distinct == 1)
        return Mode::Constant;
    if (distinct == sequence.size())
        return Mode::Ascending;
    if (distinct * 2 > sequence.size())
        return Mode::Mixed;
    return distinct <= 256 && compressesWell(sequence, distinct) ? Mode::Bytes : Mode::Packed;
}

void putContent(const Sequence& sequence, Mode mode, std::size_t distinct, FrameWriter& out)
{
    if (mode == Mode::Constant || mode == Mode::Ascending)
        return;
    putVarint(out.structure, distinct);
    if (mode == Mode::Bytes) {
        for (const std::uint16_t index : sequence)
            out.numbers += static_cast<char>(index - 1);
        return;
    }
    BitWriter bits(out.bits);
    std::uint16_t largest = 0;
    for (const std::uint16_t index : sequence) {
        if (mode == Mode::Mixed) {
            bits.put(index > largest, 1);
            if (index > largest) {
                largest = index;
                continue;
            }
        }
        bits.put(index - 1U, widthOf(distinct));
    }
}

/// For each distinct value of `column` in `rows`, in the order of their first rows, the index that `of` has there;
/// nullopt where it has different ones, or where there would be `limit` entries.
std::optional<Sequence> asFunction(
    const IndexColumn& of, const IndexColumn& column, const Rows& rows, std::size_t limit, Sequence& images)
{
    images.assign(column.distinct + 1, 0);
    Sequence entries;
    for (const std::uint16_t row : rows) {
        std::uint16_t& image = images[column.ofRow[row]];
        if (image == 0) {
            image = of.ofRow[row];
            entries.push_back(image);
            if (entries.size() >= limit)
                return std::nullopt;
        } else if (image != of.ofRow[row]) {
            return std::nullopt;
        }
    }
    return entries;
}

std::size_t distinctIn(const IndexColumn& column, const Rows& rows)
{
    std::vector<bool> seen(column.distinct + 1);
    std::size_t count = 0;
    for (const std::uint16_t row : rows) {
        count += !seen[column.ofRow[row]];
        seen[column.ofRow[row]] = true;
    }
    return count;
}

/// Indices of a sequence of `size`, and how many distinct ones. Not ok() where they are not numbered by first
/// occurrence.
std::size_t takeContent(Sequence& sequence, std::size_t size, Mode mode, FrameReader& in)
{
    sequence.assign(size, 1);
    if (mode == Mode::Constant)
        return 1;
    if (mode == Mode::Ascending) {
        for (std::size_t i = 0; i < size; ++i)
            sequence[i] = static_cast<std::uint16_t>(i + 1);
        return size;
    }
    const std::uint64_t distinct = in.structure.varint();
    if (distinct < 2 || distinct > size || mode > Mode::Mixed) {
        in.structure.fail();
        return 0;
    }
    if (mode == Mode::Bytes) {
        const std::string_view bytes = in.numbers.bytes(size);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            sequence[i] = static_cast<std::uint16_t>(static_cast<std::uint8_t>(bytes[i]) + 1);
    } else {
        const unsigned width = widthOf(distinct);
        const std::size_t bitCount = mode == Mode::Packed ? size * width : size + (size - distinct) * width;
        BitReader bits(in.bits.bytes((bitCount + 7) / 8));
        std::uint16_t largest = 0;
        for (std::uint16_t& index : sequence) {
            if (mode == Mode::Mixed && bits.take(1) != 0)
                index = ++largest;
            else
                index = static_cast<std::uint16_t>(bits.take(width) + 1);
        }
    }
    std::uint16_t largest = 0;
    for (const std::uint16_t index : sequence) {
        if (index > largest + 1)
            in.structure.fail();
        largest = std::max(largest, index);
    }
    if (largest != distinct)
        in.structure.fail();
    return distinct;
}

} // namespace

void putSequence(const Sequence& sequence, std::size_t distinct, FrameWriter& out)
{
    const Mode mode = modeOf(sequence, distinct);
    out.structure += static_cast<char>(mode);
    putContent(sequence, mode, distinct, out);
}

std::size_t takeSequence(Sequence& sequence, std::size_t size, FrameReader& in)
{
    return takeContent(sequence, size, static_cast<Mode>(in.structure.byte()), in);
}

Rows allRows(std::size_t count)
{
    Rows rows(count);
    for (std::size_t i = 0; i < count; ++i)
        rows[i] = static_cast<std::uint16_t>(i);
    return rows;
}

Rows firstRows(const std::uint16_t* ofRow, const Rows& rows, std::size_t distinct)
{
    Rows first;
    first.reserve(distinct);
    for (const std::uint16_t row : rows) {
        if (ofRow[row] > first.size())
            first.push_back(row);
    }
    return first;
}

void putIndices(const IndexColumn& column, const Rows& rows, const KnownColumns& known, FrameWriter& out)
{
    Sequence best;
    best.reserve(rows.size());
    for (const std::uint16_t row : rows)
        best.push_back(column.ofRow[row]);
    std::size_t determinant = known.size();
    if (column.distinct > 1 && rows.size() >= minFunctionRows) {
        Sequence images;
        for (std::size_t i = 0; i < known.size(); ++i) {
            if (known[i].distinct + 1 < column.distinct)
                continue;
            if (auto entries = asFunction(column, known[i], rows, best.size(), images)) {
                best = std::move(*entries);
                determinant = i;
            }
        }
    }
    const Mode mode = modeOf(best, column.distinct);
    const bool isFunction = determinant < known.size();
    out.structure += static_cast<char>(static_cast<std::uint8_t>(mode) | (isFunction ? functionFlag : 0));
    if (isFunction)
        putVarint(out.structure, determinant);
    putContent(best, mode, column.distinct, out);
}

std::size_t takeIndices(std::uint16_t* ofRow, const Rows& rows, const KnownColumns& known, FrameReader& in)
{
    const std::uint8_t first = in.structure.byte();
    const auto mode = static_cast<Mode>(first & ~functionFlag);
    Sequence sequence;
    std::size_t distinct = 0;
    if ((first & functionFlag) == 0) {
        distinct = takeContent(sequence, rows.size(), mode, in);
        if (!in.ok())
            return 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            ofRow[rows[i]] = sequence[i];
        return distinct;
    }
    const std::uint64_t determinant = in.structure.varint();
    if (determinant >= known.size()) {
        in.structure.fail();
        return 0;
    }
    const IndexColumn& of = known[determinant];
    distinct = takeContent(sequence, distinctIn(of, rows), mode, in);
    if (!in.ok())
        return 0;
    Sequence images(of.distinct + 1, 0);
    std::size_t next = 0;
    for (const std::uint16_t row : rows) {
        std::uint16_t& image = images[of.ofRow[row]];
        if (image == 0)
            image = sequence[next++];
        ofRow[row] = image;
    }
    return distinct;
}

} // namespace binnacle::block
