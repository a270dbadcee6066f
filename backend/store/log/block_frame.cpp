#include "backend/store/log/block_frame.h"

#include "backend/core/varint.h"
#include "backend/store/log/corruption.h"

#include <xxhash.h>
#include <zstd.h>

#include <array>
#include <memory>

namespace binnacle::block {

namespace {

constexpr char formatVersion = 1;
/// What the columns leave is mostly random; higher levels take longer for next to nothing.
constexpr int compressionLevel = 1;

ZSTD_CCtx* compressor()
{
    // Making a context costs more than a block: one a thread.
    thread_local const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(
        ZSTD_createCCtx(), ZSTD_freeCCtx);
    return context.get();
}

ZSTD_DCtx* decompressor()
{
    thread_local const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(
        ZSTD_createDCtx(), ZSTD_freeDCtx);
    return context.get();
}

Error compressionFailed(std::size_t code)
{
    return Error::make(ErrorKind::Internal, "COMPRESSION_FAILED",
        std::string("A block of events cannot be compressed: ") + ZSTD_getErrorName(code) + ".");
}

} // namespace

std::uint8_t StreamReader::byte()
{
    if (m_in.empty()) {
        m_ok = false;
        return 0;
    }
    const auto value = static_cast<std::uint8_t>(m_in.front());
    m_in.remove_prefix(1);
    return value;
}

std::uint64_t StreamReader::varint()
{
    const auto value = takeVarint(m_in);
    m_ok = m_ok && value.has_value();
    return value.value_or(0);
}

std::string_view StreamReader::bytes(std::uint64_t size)
{
    if (size > m_in.size()) {
        m_ok = false;
        return {};
    }
    const std::string_view taken = m_in.substr(0, size);
    m_in.remove_prefix(size);
    return taken;
}

Error corrupt()
{
    return corruption("A block of events is damaged.");
}

Result<PackedFrame> packFrame(const FrameWriter& streams)
{
    std::string content(1, formatVersion);
    for (const std::string* stream : { &streams.structure, &streams.numbers, &streams.texts })
        putVarint(content, stream->size());
    std::array<std::size_t, 4> ends{};
    std::size_t part = 0;
    for (const std::string* stream : { &streams.structure, &streams.numbers, &streams.texts, &streams.bits }) {
        content += *stream;
        ends[part++] = content.size();
    }
    if (content.size() > maxFrameBytes)
        return Error::make(ErrorKind::Internal, "COMPRESSION_FAILED", "A block of events is too large.");

    ZSTD_CCtx* context = compressor();
    ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, compressionLevel);
    // Whoever reads the part sees a flipped bit at once.
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setPledgedSrcSize(context, content.size());
    // Each flush may add the header of a block.
    PackedFrame packed{ std::string(ZSTD_compressBound(content.size()) + 64, '\0'),
        XXH3_64bits(content.data(), content.size()) };
    ZSTD_outBuffer output{ packed.bytes.data(), packed.bytes.size(), 0 };
    ZSTD_inBuffer input{ content.data(), 0, 0 };
    for (const std::size_t end : ends) {
        input.size = end;
        // A flush begins a new zstd block: each kind of bytes has its own Huffman code, and random ones are left alone.
        const std::size_t left =
            ZSTD_compressStream2(context, &output, &input, end == content.size() ? ZSTD_e_end : ZSTD_e_flush);
        if (left != 0)
            return compressionFailed(left);
        if (end == content.size())
            break;
    }
    packed.bytes.resize(output.pos);
    return packed;
}

Result<UnpackedFrame> unpackFrame(std::string_view frame)
{
    const std::uint64_t size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    // The two error values are the largest numbers there are.
    if (size > maxFrameBytes || size == 0)
        return corrupt();
    UnpackedFrame unpacked;
    unpacked.bytes.resize(size);
    const std::size_t done =
        ZSTD_decompressDCtx(decompressor(), unpacked.bytes.data(), size, frame.data(), frame.size());
    if (ZSTD_isError(done) || done != size)
        return corrupt();
    unpacked.contentHash = XXH3_64bits(unpacked.bytes.data(), size);
    StreamReader in(std::string_view(unpacked.bytes.data(), size));
    const std::uint8_t version = in.byte();
    if (version > formatVersion)
        return Error::make(ErrorKind::Unsupported, "UNSUPPORTED_FACTS",
            "A stored block of events was written by a newer version of Binnacle.",
            "Install that version, or a later one.");
    const std::uint64_t structure = in.varint();
    const std::uint64_t numbers = in.varint();
    const std::uint64_t texts = in.varint();
    FrameReader& streams = unpacked.streams;
    streams.structure = StreamReader(in.bytes(structure));
    streams.numbers = StreamReader(in.bytes(numbers));
    streams.texts = StreamReader(in.bytes(texts));
    streams.bits = StreamReader(in.bytes(in.left()));
    if (version != formatVersion || !in.ok())
        return corrupt();
    return unpacked;
}

} // namespace binnacle::block
