#include "backend/store/sqlite/safety/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace binnacle::sqlite {

Error fileError(const std::string& what)
{
    const int number = errno;
    const std::string message = what + " failed: " + std::generic_category().message(number) + ".";
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return Error::make(ErrorKind::Unavailable, "DISK_FULL", message, "Free some space or choose another folder.");
    case EACCES:
    case EPERM:
    case EROFS:
        return Error::make(ErrorKind::Refused, "PERMISSION_DENIED", message, "Choose a folder that belongs to you.");
    case ENOENT:
    case ENOTDIR:
        return Error::make(
            ErrorKind::NotFound, "FOLDER_NOT_FOUND", message, "Make the folder first, or choose another one.");
    default:
        return Error::make(ErrorKind::Unavailable, "WRITE_FAILED", message, "Check the disk and the file system.");
    }
}

Result<void> syncFolderOf(const std::string& file)
{
    const std::string folder = std::filesystem::path(file).parent_path().string();
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    // A file system that cannot do this for folders is no reason to fail.
    const bool isDone = descriptor >= 0 && (::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP);
    Result<void> done = isDone ? Result<void>() : fileError("Writing the folder of \"" + file + "\" to the disk");
    if (descriptor >= 0)
        ::close(descriptor);
    return done;
}

PartFile::PartFile(PartFile&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

PartFile::~PartFile()
{
    if (m_descriptor < 0)
        return;
    for (const char* suffix : { "", "-journal", "-wal", "-shm" })
        ::unlink((m_path + suffix).c_str());
    ::close(m_descriptor);
}

Result<PartFile> PartFile::make(const std::string& target, unsigned mode)
{
    const std::string path = target + ".part";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
    if (descriptor < 0)
        return fileError("Making \"" + path + "\"");
    struct stat opened { };
    struct stat named { };
    const bool isOurs = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &opened) == 0
        && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
    if (!isOurs) {
        ::close(descriptor);
        return Error::make(ErrorKind::Busy, "PART_IN_USE", "Another process is writing \"" + path + "\".",
            "Wait until it has finished, or choose another name.");
    }
    PartFile part(target, path, descriptor);
    for (const char* suffix : { "-journal", "-wal", "-shm" })
        ::unlink((path + suffix).c_str());
    if (::ftruncate(descriptor, 0) != 0 || ::fchmod(descriptor, mode) != 0)
        return fileError("Emptying \"" + path + "\"");
    return part;
}

Result<void> PartFile::sync() const
{
    if (::fsync(m_descriptor) != 0)
        return fileError("Writing \"" + m_path + "\" to the disk");
    // A disk that keeps something else than it was given is found now, not when the file is needed.
    (void)::posix_fadvise(m_descriptor, 0, 0, POSIX_FADV_DONTNEED);
    return {};
}

Result<bool> PartFile::becomeTarget()
{
    int done = ::renameat2(AT_FDCWD, m_path.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE);
    if (done != 0 && (errno == EINVAL || errno == ENOSYS)) {
        // Not every file system can do this. A second name never takes the place of a file either.
        done = ::link(m_path.c_str(), m_target.c_str());
        if (done == 0)
            ::unlink(m_path.c_str());
    }
    if (done != 0 && errno == EEXIST)
        return false;
    if (done != 0)
        return fileError("Naming \"" + m_path + "\" \"" + m_target + "\"");
    ::close(std::exchange(m_descriptor, -1));
    auto synced = syncFolderOf(m_target);
    return synced ? Result<bool>(true) : synced.error();
}

Result<bool> PartFile::swapWithTarget(const std::string& kept)
{
    const std::string part = std::exchange(m_path, kept);
    if (::rename(part.c_str(), kept.c_str()) != 0) {
        m_path = part;
        return fileError("Naming \"" + part + "\" \"" + kept + "\"");
    }
    if (::renameat2(AT_FDCWD, kept.c_str(), AT_FDCWD, m_target.c_str(), RENAME_EXCHANGE) != 0) {
        if (errno != EINVAL && errno != ENOSYS)
            return fileError("Naming \"" + kept + "\" \"" + m_target + "\"");
        m_path = part;
        if (::rename(kept.c_str(), part.c_str()) != 0)
            return fileError("Naming \"" + kept + "\" \"" + part + "\"");
        return false;
    }
    ::close(std::exchange(m_descriptor, -1));
    auto synced = syncFolderOf(m_target);
    return synced ? Result<bool>(true) : synced.error();
}

Result<void> PartFile::replaceTarget()
{
    if (::rename(m_path.c_str(), m_target.c_str()) != 0)
        return fileError("Naming \"" + m_path + "\" \"" + m_target + "\"");
    ::close(std::exchange(m_descriptor, -1));
    return syncFolderOf(m_target);
}

} // namespace binnacle::sqlite
