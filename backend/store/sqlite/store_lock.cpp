#include "backend/store/sqlite/store_lock.h"

#include "backend/store/sqlite/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace binnacle::sqlite {

namespace {

std::string readHolder(int descriptor)
{
    std::array<char, 32> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size() - 1, 0);
    std::string holder(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    holder.resize(holder.find_first_not_of("0123456789") == std::string::npos ? holder.size()
                                                                              : holder.find_first_not_of("0123456789"));
    return holder;
}

} // namespace

StoreLock& StoreLock::operator=(StoreLock&& other) noexcept
{
    if (this != &other) {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        m_descriptor = std::exchange(other.m_descriptor, -1);
    }
    return *this;
}

StoreLock::~StoreLock()
{
    // The file stays: removing it would let two processes hold locks on two files of the same name.
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<StoreLock> StoreLock::acquire(const std::string& storePath)
{
    const std::string path = storePath + ".lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        const int reason = errno;
        if (reason == ENOSPC || reason == EDQUOT)
            return errorFromCode(SQLITE_FULL, std::strerror(reason));
        const ErrorKind kind =
            reason == EACCES || reason == EPERM || reason == EROFS ? ErrorKind::Refused : ErrorKind::Unavailable;
        return Error::make(kind, kind == ErrorKind::Refused ? "STORE_PERMISSION" : "STORE_CANNOT_OPEN",
            "The lock file \"" + path + "\" cannot be made: " + std::strerror(reason) + ".",
            "Check that the directory exists and may be written.");
    }
    StoreLock lock(descriptor);
    int done = 0;
    do {
        done = ::flock(descriptor, LOCK_EX | LOCK_NB);
    } while (done != 0 && errno == EINTR);
    if (done != 0) {
        const int reason = errno;
        if (reason != EWOULDBLOCK)
            return Error::make(ErrorKind::Unavailable, "STORE_CANNOT_LOCK",
                "The store \"" + storePath + "\" cannot be locked: " + std::strerror(reason) + ".",
                "Keep the store on a local file system.");
        const std::string holder = readHolder(descriptor);
        return Error::make(ErrorKind::Busy, "STORE_IN_USE",
            "The store \"" + storePath + "\" is being written by another Binnacle"
                + (holder.empty() ? std::string() : " (process " + holder + ")") + ".",
            "Open it read-only, or close the other one.");
    }
    const std::string pid = std::to_string(::getpid());
    // The number is only for people; the lock is the kernel's.
    if (::ftruncate(descriptor, 0) == 0)
        (void)!::pwrite(descriptor, pid.data(), pid.size(), 0);
    return lock;
}

} // namespace binnacle::sqlite
