#pragma once

#include "backend/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::sqlite {

/// A block ends at this many events, or earlier at this many bytes of payload, so that memory stays bounded
/// whatever events are like. Blocks are found by first_seq, never computed from seq.
inline constexpr std::size_t blockEvents = 256;
inline constexpr std::size_t blockBytes = 2 * 1024 * 1024;

/// One part of a block (its facts or its payloads) before compression: the items back to back and their ends.
class BlockPart {
public:
    void append(std::string_view item);
    void clear();
    void reserve(std::size_t bytes);

    std::size_t count() const { return m_ends.size(); }
    std::size_t byteSize() const { return m_bytes.size(); }
    std::string_view at(std::size_t index) const;

    /// One zstd frame with a checksum: varint lengths of the items, then their bytes. The number of items is the
    /// block's count.
    Result<std::string> compress() const;
    /// Reads what compress() wrote. Error: STORE_CORRUPT.
    static Result<BlockPart> decompress(std::string_view compressed, std::size_t count);

private:
    std::string m_bytes;
    std::vector<std::uint32_t> m_ends;
};

/// One zstd frame with a checksum of what is in it.
Result<std::string> packFrame(std::string_view raw);
/// Error: STORE_CORRUPT.
Result<std::string> unpackFrame(std::string_view frame);

/// XXH3-64 over the compressed parts, as the block's row holds it.
std::uint64_t blockChecksum(std::string_view rows, std::string_view facts, std::string_view payloads);

} // namespace binnacle::sqlite
