#include "backend/intake/byte_source.h"

#include "backend/intake/unpacking_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace binnacle {

namespace {

/// How soon a read that waits for a pipe notices that it was cancelled, and how long a sender that rests is silent.
constexpr int pipeWaitMs = 100;

Error unreadable(const std::string& name, int reason)
{
    const bool missing = reason == ENOENT || reason == ENOTDIR;
    return Error::make(missing ? ErrorKind::NotFound : ErrorKind::InvalidInput,
        missing ? "INPUT_NOT_FOUND" : "INPUT_UNREADABLE",
        missing ? "There is no file " + name + "." : name + " cannot be read: " + std::strerror(reason) + ".",
        missing ? "Check the path." : "Check the file's permissions and the disk.");
}

/// Bytes as they lie in a file or come through a pipe.
class DescriptorSource final : public ByteSource {
public:
    DescriptorSource(int descriptor, bool isOwned, std::string name, CancelToken cancel)
        : m_descriptor(descriptor)
        , m_isOwned(isOwned)
        , m_name(std::move(name))
        , m_cancel(std::move(cancel))
    {
        struct stat status { };
        m_mayWait = fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode);
    }
    ~DescriptorSource() override
    {
        if (m_isOwned)
            ::close(m_descriptor);
    }

    Result<std::size_t> read(std::span<char> buffer) override
    {
        for (;;) {
            if (m_cancel.isCancelled())
                return Error::make(ErrorKind::Cancelled, "CANCELLED", "Reading " + m_name + " was cancelled.");
            if (m_mayWait && !isReady())
                continue;
            const ssize_t got = ::read(m_descriptor, buffer.data(), buffer.size());
            if (got >= 0) {
                m_count += got;
                return static_cast<std::size_t>(got);
            }
            if (errno != EINTR && errno != EAGAIN)
                return unreadable(m_name, errno);
        }
    }

    bool isIdle() override { return m_mayWait && !isReady(); }

    std::int64_t storedBytesRead() const override { return m_count; }

private:
    /// Waits for bytes, but not for ever: a cancelled token has no descriptor to wait for.
    bool isReady() const
    {
        pollfd waited{ m_descriptor, POLLIN, 0 };
        return ::poll(&waited, 1, pipeWaitMs) != 0;
    }

    int m_descriptor;
    bool m_isOwned;
    bool m_mayWait = true;
    std::string m_name;
    CancelToken m_cancel;
    std::int64_t m_count = 0;
};

/// Gives back the bytes that were read to look at them.
class PrefixedSource final : public ByteSource {
public:
    PrefixedSource(std::string prefix, std::unique_ptr<ByteSource> rest)
        : m_prefix(std::move(prefix))
        , m_rest(std::move(rest))
    {
    }

    Result<std::size_t> read(std::span<char> buffer) override
    {
        if (m_at == m_prefix.size())
            return m_rest->read(buffer);
        const std::size_t count = m_prefix.copy(buffer.data(), buffer.size(), m_at);
        m_at += count;
        return count;
    }

    bool isIdle() override { return m_at == m_prefix.size() && m_rest->isIdle(); }

    std::int64_t storedBytesRead() const override
    {
        return m_rest->storedBytesRead() - static_cast<std::int64_t>(m_prefix.size() - m_at);
    }

private:
    std::string m_prefix;
    std::size_t m_at = 0;
    std::unique_ptr<ByteSource> m_rest;
};

bool isGzip(std::string_view start)
{
    return start.starts_with("\x1F\x8B");
}

/// A frame, or a skippable one in front of it. Source: RFC 8878, 3.1.
bool isZstd(std::string_view start)
{
    return start == "\x28\xB5\x2F\xFD"
        || (start.size() == 4 && (static_cast<unsigned char>(start[0]) & 0xF0U) == 0x50
            && start.substr(1) == "\x2A\x4D\x18");
}

Result<std::unique_ptr<ByteSource>> unpacked(std::unique_ptr<ByteSource> source, const std::string& name)
{
    std::string start;
    while (start.size() < 4) {
        std::array<char, 4> buffer{};
        const Result<std::size_t> got = source->read(std::span(buffer).first(4 - start.size()));
        if (!got)
            return got.error();
        if (*got == 0)
            break;
        start.append(buffer.data(), *got);
    }
    const bool gzip = isGzip(start);
    const bool zstd = isZstd(start);
    std::unique_ptr<ByteSource> whole = std::make_unique<PrefixedSource>(std::move(start), std::move(source));
    if (gzip)
        return unpackGzip(std::move(whole), name);
    if (zstd)
        return unpackZstd(std::move(whole), name);
    return whole;
}

} // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path, CancelToken cancel)
{
    if (path == "-")
        return openDescriptor(STDIN_FILENO, "standard input", std::move(cancel));
    // A named pipe that nobody writes to yet is waited for in read(), which can be cancelled.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return unreadable(path, errno);
    auto file = std::make_unique<DescriptorSource>(descriptor, true, path, std::move(cancel));
    struct stat status { };
    if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
        return unreadable(path, EISDIR);
    return unpacked(std::move(file), path);
}

Result<std::unique_ptr<ByteSource>> ByteSource::openDescriptor(int descriptor, std::string name, CancelToken cancel)
{
    auto file = std::make_unique<DescriptorSource>(descriptor, false, name, std::move(cancel));
    return unpacked(std::move(file), name);
}

} // namespace binnacle
