#include "backend/store/sqlite/block_codec.h"

#include "backend/core/varint.h"

#include <xxhash.h>
#include <zstd.h>

#include <memory>

namespace binnacle::sqlite {

namespace {

/// Level 1: measured on FABER events it packs 20:1; level 3 takes twice as long for a tenth less.
constexpr int compressionLevel = 1;
/// Nothing we write comes near it (a block ends at 2 MiB plus one event): a damaged frame cannot ask for more.
constexpr std::uint64_t maxPartBytes = 64 * 1024 * 1024;

Error corrupt(std::string message)
{
    return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT", std::move(message),
        "Run `binnacle doctor`; restore the store from a backup.");
}

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

} // namespace

void BlockPart::append(std::string_view item)
{
    m_bytes.append(item);
    m_ends.push_back(static_cast<std::uint32_t>(m_bytes.size()));
}

void BlockPart::reserve(std::size_t bytes)
{
    m_bytes.reserve(bytes);
    m_ends.reserve(blockEvents);
}

void BlockPart::clear()
{
    m_bytes.clear();
    m_ends.clear();
}

std::string_view BlockPart::at(std::size_t index) const
{
    const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
    return std::string_view(m_bytes).substr(begin, m_ends[index] - begin);
}

Result<std::string> packFrame(std::string_view raw)
{
    std::string out(ZSTD_compressBound(raw.size()), '\0');
    ZSTD_CCtx* context = compressor();
    ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, compressionLevel);
    // Whoever reads the part sees a flipped bit at once, without the block's row.
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    const std::size_t size = ZSTD_compress2(context, out.data(), out.size(), raw.data(), raw.size());
    if (ZSTD_isError(size))
        return Error::make(ErrorKind::Internal, "COMPRESSION_FAILED",
            std::string("A block of events cannot be compressed: ") + ZSTD_getErrorName(size) + ".");
    out.resize(size);
    return out;
}

Result<std::string> unpackFrame(std::string_view frame)
{
    const std::uint64_t size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    // The two error values are the largest numbers there are.
    if (size > maxPartBytes)
        return corrupt("A block of events has no readable size.");
    std::string raw(size, '\0');
    const std::size_t done = ZSTD_decompressDCtx(decompressor(), raw.data(), raw.size(), frame.data(), frame.size());
    if (ZSTD_isError(done) || done != size)
        return corrupt("A block of events cannot be decompressed.");
    return raw;
}

Result<std::string> BlockPart::compress() const
{
    std::string raw;
    raw.reserve(m_bytes.size() + 3 * m_ends.size());
    std::uint32_t begin = 0;
    for (const std::uint32_t end : m_ends) {
        putVarint(raw, end - begin);
        begin = end;
    }
    raw.append(m_bytes);
    return packFrame(raw);
}

Result<BlockPart> BlockPart::decompress(std::string_view compressed, std::size_t count)
{
    auto unpacked = unpackFrame(compressed);
    if (!unpacked)
        return unpacked.error();
    std::string& raw = *unpacked;
    const std::uint64_t size = raw.size();
    BlockPart part;
    std::string_view in = raw;
    std::uint64_t end = 0;
    part.m_ends.reserve(count < size ? count : size);
    for (std::size_t i = 0; i < count; ++i) {
        const auto length = takeVarint(in);
        if (!length || *length > size - end)
            return corrupt("A block of events is cut short.");
        end += *length;
        part.m_ends.push_back(static_cast<std::uint32_t>(end));
    }
    if (in.size() != end)
        return corrupt("A block of events has the wrong length.");
    raw.erase(0, raw.size() - in.size());
    part.m_bytes = std::move(raw);
    return part;
}

std::uint64_t blockChecksum(std::string_view rows, std::string_view facts, std::string_view payloads)
{
    std::uint64_t sum = 0;
    for (const std::string_view part : { rows, facts, payloads })
        sum = XXH3_64bits_withSeed(part.data(), part.size(), sum);
    return sum;
}

} // namespace binnacle::sqlite
