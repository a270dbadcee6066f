#include "backend/store/sqlite/log_segment.h"

#include "backend/store/sqlite/corruption.h"

#include "backend/core/varint.h"

#include <xxhash.h>

namespace binnacle::sqlite {

namespace {

constexpr std::size_t checksumBytes = 8;

/// Of events and of their place.
std::string checksumOf(Seq firstSeq, std::int64_t count, std::string_view segment)
{
    const std::uint64_t place[] = { static_cast<std::uint64_t>(firstSeq), static_cast<std::uint64_t>(count) };
    const std::uint64_t sum = XXH3_64bits_withSeed(segment.data(), segment.size(), XXH3_64bits(place, sizeof place));
    std::string bytes;
    for (std::size_t i = 0; i < checksumBytes; ++i)
        bytes.push_back(static_cast<char>(sum >> (8 * i)));
    return bytes;
}

Result<void> decodeSegment(std::string_view bytes, std::int64_t count, RawBlock& block)
{
    std::int64_t recordedAt = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto difference = takeVarint(bytes);
        std::string_view parts[2];
        for (std::string_view& part : parts) {
            const auto size = difference ? takeVarint(bytes) : std::nullopt;
            if (!size || *size > bytes.size())
                return corruption("A row of the newest events is cut short.");
            part = bytes.substr(0, *size);
            bytes.remove_prefix(*size);
        }
        // Sums of damaged numbers may run over.
        recordedAt = static_cast<std::int64_t>(
            static_cast<std::uint64_t>(recordedAt) + static_cast<std::uint64_t>(unzigzag(*difference)));
        block.append({ recordedAt, parts[0], parts[1] });
    }
    return bytes.empty() ? Result<void>() : corruption("A row of the newest events has the wrong length.");
}

} // namespace

std::string encodeSegment(const RawBlock& block, std::size_t begin, std::size_t end)
{
    std::string out;
    std::size_t size = checksumBytes;
    for (std::size_t i = begin; i < end; ++i)
        size += block.at(i).facts.size() + block.at(i).payload.size() + 16;
    out.reserve(size);
    std::int64_t before = 0;
    for (std::size_t i = begin; i < end; ++i) {
        const RawBlock::Item event = block.at(i);
        putVarint(out, zigzag(event.recordedAt - before));
        before = event.recordedAt;
        for (const std::string_view part : { event.facts, event.payload }) {
            putVarint(out, part.size());
            out.append(part);
        }
    }
    return out;
}

std::string encodeTailRow(Seq firstSeq, const RawBlock& block, std::size_t begin, std::size_t end)
{
    std::string row = encodeSegment(block, begin, end);
    row += checksumOf(firstSeq, static_cast<std::int64_t>(end - begin), row);
    return row;
}

Result<void> decodeTailRow(Seq firstSeq, std::int64_t count, std::string_view row, RawBlock& block)
{
    if (count > 0 && row.size() > checksumBytes) {
        const std::string_view segment = row.substr(0, row.size() - checksumBytes);
        if (checksumOf(firstSeq, count, segment) == row.substr(segment.size()))
            return decodeSegment(segment, count, block);
    }
    return corruption("A row of the newest events is damaged.");
}

} // namespace binnacle::sqlite
