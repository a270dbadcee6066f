#include "backend/intake/unpacking_source.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>

#include <zlib.h>
#include <zstd.h>

namespace binnacle {

namespace {

Error truncated(const std::string& name)
{
    return Error::make(ErrorKind::InvalidInput, "INPUT_TRUNCATED", name + " stops in the middle: it is not complete.",
        "What could be unpacked was read. Fetch the file again and repeat; nothing is taken twice.");
}

Error corrupt(const std::string& name, std::string_view format)
{
    return Error::make(ErrorKind::InvalidInput, "INPUT_CORRUPT",
        name + " is damaged: it cannot be unpacked as " + std::string(format) + " any further.",
        "What could be unpacked was read. Fetch the file again and repeat; nothing is taken twice.");
}

/// What both formats share: a buffer of packed bytes and where in it we are.
class PackedInput {
public:
    PackedInput(std::unique_ptr<ByteSource> source)
        : m_source(std::move(source))
    {
    }

    /// Makes sure that there are bytes left; false at the end.
    Result<bool> refill()
    {
        if (m_at < m_size)
            return true;
        const Result<std::size_t> got = m_source->read(m_buffer);
        if (!got)
            return got.error();
        m_at = 0;
        m_size = *got;
        return m_size > 0;
    }

    char* data() { return m_buffer.data() + m_at; }
    std::size_t size() const { return m_size - m_at; }
    void consume(std::size_t count) { m_at += count; }
    std::int64_t storedBytesRead() const
    {
        return m_source->storedBytesRead() - static_cast<std::int64_t>(m_size - m_at);
    }

private:
    std::unique_ptr<ByteSource> m_source;
    std::array<char, 64 * 1024> m_buffer{};
    std::size_t m_at = 0;
    std::size_t m_size = 0;
};

class GzipSource final : public ByteSource {
public:
    GzipSource(std::unique_ptr<ByteSource> packed, std::string name)
        : m_input(std::move(packed))
        , m_name(std::move(name))
    {
        constexpr int gzipOnly = 16;
        m_isDamaged = inflateInit2(&m_stream, MAX_WBITS + gzipOnly) != Z_OK;
    }
    ~GzipSource() override { inflateEnd(&m_stream); }

    Result<std::size_t> read(std::span<char> buffer) override
    {
        if (m_isDamaged)
            return corrupt(m_name, "gzip");
        m_stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
        m_stream.avail_out = static_cast<uInt>(std::min<std::size_t>(buffer.size(), UINT_MAX));
        const uInt room = m_stream.avail_out;
        while (m_stream.avail_out == room) {
            const Result<bool> more = m_input.refill();
            if (!more)
                return more.error();
            // At the end of the input the decoder may still hold bytes that found no room.
            if (!*more && !m_mayHoldBytes)
                return m_isInMember ? Result<std::size_t>(truncated(m_name)) : Result<std::size_t>(0);
            if (!m_isInMember && !beginMember())
                continue;
            m_stream.next_in = reinterpret_cast<Bytef*>(m_input.data());
            m_stream.avail_in = static_cast<uInt>(m_input.size());
            const uInt given = m_stream.avail_in;
            const int status = inflate(&m_stream, Z_NO_FLUSH);
            m_input.consume(given - m_stream.avail_in);
            m_mayHoldBytes = m_stream.avail_out == 0 && status != Z_STREAM_END;
            if (status == Z_STREAM_END)
                m_isInMember = false;
            else if (status != Z_OK && status != Z_BUF_ERROR)
                m_isDamaged = true;
            if (m_isDamaged && m_stream.avail_out == room)
                return corrupt(m_name, "gzip");
        }
        return static_cast<std::size_t>(room - m_stream.avail_out);
    }

    std::int64_t storedBytesRead() const override { return m_input.storedBytesRead(); }

private:
    /// Behind the end of a member: zeros are padding (tapes, block devices), anything else is the next one.
    bool beginMember()
    {
        if (m_members > 0 && *m_input.data() == '\0') {
            m_input.consume(1);
            return false;
        }
        inflateReset(&m_stream);
        m_isInMember = true;
        ++m_members;
        return true;
    }

    PackedInput m_input;
    std::string m_name;
    z_stream m_stream{};
    bool m_isDamaged = false; ///< Known only when what came before the damage has been given out.
    bool m_isInMember = false;
    bool m_mayHoldBytes = false;
    int m_members = 0;
};

class ZstdSource final : public ByteSource {
public:
    ZstdSource(std::unique_ptr<ByteSource> packed, std::string name)
        : m_input(std::move(packed))
        , m_name(std::move(name))
        , m_stream(ZSTD_createDStream(), &ZSTD_freeDStream)
    {
    }

    Result<std::size_t> read(std::span<char> buffer) override
    {
        if (m_isDamaged)
            return corrupt(m_name, "zstd");
        ZSTD_outBuffer out{ buffer.data(), buffer.size(), 0 };
        while (out.pos == 0) {
            const Result<bool> more = m_input.refill();
            if (!more)
                return more.error();
            // At the end of the input the decoder may still hold bytes that found no room.
            if (!*more && !m_mayHoldBytes)
                return m_isInFrame ? Result<std::size_t>(truncated(m_name)) : Result<std::size_t>(0);
            ZSTD_inBuffer in{ m_input.data(), m_input.size(), 0 };
            const std::size_t status = ZSTD_decompressStream(m_stream.get(), &out, &in);
            m_input.consume(in.pos);
            m_isDamaged = ZSTD_isError(status) != 0;
            if (m_isDamaged && out.pos == 0)
                return corrupt(m_name, "zstd");
            m_isInFrame = status != 0;
            m_mayHoldBytes = out.pos == out.size;
        }
        return out.pos;
    }

    std::int64_t storedBytesRead() const override { return m_input.storedBytesRead(); }

private:
    PackedInput m_input;
    std::string m_name;
    std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> m_stream;
    bool m_isDamaged = false;
    bool m_isInFrame = false;
    bool m_mayHoldBytes = false;
};

} // namespace

std::unique_ptr<ByteSource> unpackGzip(std::unique_ptr<ByteSource> packed, std::string name)
{
    return std::make_unique<GzipSource>(std::move(packed), std::move(name));
}

std::unique_ptr<ByteSource> unpackZstd(std::unique_ptr<ByteSource> packed, std::string name)
{
    return std::make_unique<ZstdSource>(std::move(packed), std::move(name));
}

} // namespace binnacle
