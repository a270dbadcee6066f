#include "backend/engine/safe_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace binnacle {

namespace {

constexpr std::size_t bufferSize = 256 * 1024;

Error errorFor(int number, const std::string& path)
{
    const std::string reason = std::error_code(number, std::generic_category()).message();
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return Error::make(ErrorKind::Unavailable, "DISK_FULL", "There is no room for " + path + " (" + reason + ").",
            "Free some space or choose another folder.");
    case EACCES:
    case EPERM:
    case EROFS:
        return Error::make(ErrorKind::Refused, "PERMISSION_DENIED", "You may not write " + path + " (" + reason + ").",
            "Choose a folder that belongs to you.");
    case ENOENT:
    case ENOTDIR:
        return Error::make(ErrorKind::NotFound, "FOLDER_NOT_FOUND", "The folder of " + path + " does not exist.",
            "Create the folder or choose another one.");
    default:
        return Error::make(ErrorKind::Unavailable, "WRITE_FAILED", "Cannot write " + path + " (" + reason + ").");
    }
}

/// The rename itself must reach the disk too. A file system that cannot do this for folders is no reason to fail.
void syncFolder(const std::filesystem::path& folder)
{
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

SafeFile::~SafeFile()
{
    discard();
}

Result<void> SafeFile::open(const std::string& target)
{
    struct stat info = {};
    if (::stat(target.c_str(), &info) == 0 && !S_ISREG(info.st_mode))
        return Error::make(
            ErrorKind::InvalidInput, "NOT_A_FILE", target + " is not a plain file.", "Choose the name of a file.");
    m_target = target;
    // A name of its own for each try: two exports to one target must not write into each other.
    for (int attempt = 0; attempt < 100; ++attempt) {
        m_temporary = target + ".part" + std::to_string(::getpid()) + "-" + std::to_string(attempt);
        m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_descriptor >= 0)
            return {};
        if (errno != EEXIST)
            return errorFor(errno, target);
    }
    return errorFor(EEXIST, target);
}

Result<void> SafeFile::write(std::string_view text)
{
    m_buffer += text;
    return m_buffer.size() < bufferSize ? Result<void>() : flush();
}

Result<void> SafeFile::flush()
{
    std::string_view rest = m_buffer;
    while (!rest.empty()) {
        const ssize_t written = ::write(m_descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return errorFor(written < 0 ? errno : ENOSPC, m_target);
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    m_buffer.clear();
    return {};
}

Result<void> SafeFile::commit()
{
    if (auto flushed = flush(); !flushed)
        return flushed;
    if (::fsync(m_descriptor) != 0)
        return errorFor(errno, m_target);
    const int closed = ::close(m_descriptor);
    m_descriptor = -1;
    if (closed != 0 && errno != EINTR) {
        const int number = errno;
        ::unlink(m_temporary.c_str());
        return errorFor(number, m_target);
    }
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
        const int number = errno;
        ::unlink(m_temporary.c_str());
        return errorFor(number, m_target);
    }
    syncFolder(std::filesystem::path(m_target).parent_path());
    return {};
}

void SafeFile::discard()
{
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    ::unlink(m_temporary.c_str());
    m_descriptor = -1;
}

} // namespace binnacle
