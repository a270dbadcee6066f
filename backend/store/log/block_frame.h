#pragma once

#include "backend/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::block {

/// Largest frame once it is unpacked, and largest sum of the texts that are put together from it. Nothing we write
/// comes near it (a block ends at 2 MiB plus one event): a damaged frame cannot ask for more.
inline constexpr std::size_t maxFrameBytes = 64 * 1024 * 1024;

/// Most events of a block that can be read: numbers of rows have 16 bits.
inline constexpr std::size_t maxBlockEvents = 32768;

/// What a frame is written into. Bytes of one kind stand together, which is what the compression works best on.
struct FrameWriter {
    std::string structure; ///< How the columns are coded.
    std::string numbers; ///< Varints, and indices of a byte each.
    std::string texts; ///< Bytes of texts.
    std::string bits; ///< What cannot be compressed further: random ids, packed indices.
};

/// Takes a stream apart. Past the end it gives zeros and is not ok() any more.
class StreamReader {
public:
    explicit StreamReader(std::string_view in = {})
        : m_in(in)
    {
    }

    bool ok() const { return m_ok; }
    std::size_t left() const { return m_in.size(); }
    std::uint8_t byte();
    std::uint64_t varint();
    std::string_view bytes(std::uint64_t size);
    void fail() { m_ok = false; }

private:
    std::string_view m_in;
    bool m_ok = true;
};

struct FrameReader {
    StreamReader structure;
    StreamReader numbers;
    StreamReader texts;
    StreamReader bits;

    bool ok() const { return structure.ok() && numbers.ok() && texts.ok() && bits.ok(); }
    bool isAtEnd() const
    {
        return structure.left() == 0 && numbers.left() == 0 && texts.left() == 0 && bits.left() == 0;
    }
};

/// One zstd frame with a checksum: version byte, sizes of the first three streams, the streams.
struct PackedFrame {
    std::string bytes;
    std::uint64_t contentHash = 0; ///< XXH3-64 of what was compressed.
};
Result<PackedFrame> packFrame(const FrameWriter& streams);

/// What is in a frame, and the bytes that everything read from it points into.
struct UnpackedFrame {
    std::vector<char> bytes;
    std::uint64_t contentHash = 0;
    FrameReader streams;
};
/// Errors: STORE_CORRUPT, and UNSUPPORTED_FACTS for a newer version.
Result<UnpackedFrame> unpackFrame(std::string_view frame);

Error corrupt();

} // namespace binnacle::block
