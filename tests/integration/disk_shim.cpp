/// A disk that fails, and a disk that forgets: preloaded (LD_PRELOAD) into the real program by bad_disk_campaign and
/// power_loss_campaign. It stands between the program and the kernel for the files of one folder, whatever their names:
///
/// - BINNACLE_SHIM_FOLDER: that folder, as an absolute path without links.
/// - BINNACLE_SHIM_CONTROL: a file that holds a `Control`, shared with the campaign: which calls fail, and how.
/// - BINNACLE_SHIM_JOURNAL: every change of the folder's files is appended to it, in the order in which it happened,
/// and
///   every sync, and every byte sent to a socket. Syncs then take no time: what counts is the journal.
///
/// What is written through a mapping is not seen, only that there is one: SQLite maps its index of the write-ahead log,
/// which need not outlive the machine.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace {

enum class Call : std::uint32_t { Write = 1, Sync = 2, Truncate = 4 };

/// How a write that fails goes on: nothing of it is done, or half, or half and every other one says so.
enum class Half : std::uint32_t { Never, Silent, Told };

/// The layout is known to disk_shim.py, which writes `calls` last.
struct Control {
    std::atomic<std::uint32_t> calls; ///< Bits of `Call`: those that fail.
    std::uint32_t error; ///< Their errno.
    Half half;
    std::uint32_t unused;
    std::uint64_t inode; ///< Only of this file; 0: of all.
    std::atomic<std::int64_t> skip; ///< So many succeed before the first one fails,
    std::atomic<std::int64_t> span; ///< so many fail,
    std::atomic<std::int64_t> failed; ///< and so many have failed.
};
static_assert(sizeof(Control) == 48);

/// Entries of the journal, known to forgetful_disk.py.
enum class Record : std::uint32_t { Open = 1, Write, Truncate, Sync, SyncFailed, Unlink, Rename, Map, Sent };

/// In front of each entry; `size` bytes of data follow.
struct Header {
    Record record;
    std::uint32_t process;
    std::uint64_t file; ///< Number of a file that the process has opened; of Sent: the descriptor.
    std::uint64_t
        offset; ///< Write: where. Truncate: the new size. Open: flags. Sync: where the journal ended before it.
    std::uint64_t size;
};

struct OpenFile {
    dev_t device = 0;
    ino_t inode = 0;
    std::uint64_t number = 0; ///< 0: not in the folder.
    int failuresTold = 0; ///< Of failed syncs of the file, those that a sync of this descriptor has returned.
};

/// The kernel's call behind ours.
template <typename Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

class Shim {
public:
    static Shim& get()
    {
        static Shim* const shim = new Shim; // Outlives everything that writes while the program ends.
        return *shim;
    }

    /// Held over a change and its entry, so that the journal has them in the order in which they happened.
    std::mutex& mutex() { return m_mutex; }
    bool keepsJournal() const { return m_journal >= 0; }
    std::uint64_t position() const { return m_position; }

    bool holds(std::string_view path) const
    {
        return !m_folder.empty() && path.size() > m_folder.size() && path.starts_with(m_folder)
            && path[m_folder.size()] == '/';
    }

    /// The number of the open file, 0 where it is none of the folder's. A descriptor may have come to another file by
    /// ways that are not seen here.
    std::uint64_t numberOf(int descriptor)
    {
        struct stat status { };
        if (m_folder.empty() || fstat(descriptor, &status) != 0)
            return 0;
        const OpenFile& known = m_files[descriptor];
        if (known.device != status.st_dev || known.inode != status.st_ino)
            opened(descriptor, 0);
        return known.number;
    }

    void opened(int descriptor, int flags)
    {
        struct stat status { };
        if (m_folder.empty() || fstat(descriptor, &status) != 0)
            return;
        OpenFile& file = m_files[descriptor];
        file = { status.st_dev, status.st_ino, 0, m_failures[status.st_ino] };
        char path[PATH_MAX];
        const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
        const ssize_t size = readlink(link.c_str(), path, sizeof path);
        const std::string_view name(path, size > 0 ? static_cast<std::size_t>(size) : 0);
        if (name != m_folder && !holds(name))
            return;
        file.number = ++m_lastNumber;
        append(Record::Open, file.number, static_cast<std::uint64_t>(flags), name);
    }

    bool fails(Call call, int descriptor)
    {
        if (m_control == nullptr || (m_control->calls & static_cast<std::uint32_t>(call)) == 0
            || (m_control->inode != 0 && m_control->inode != m_files[descriptor].inode)
            || m_control->skip.fetch_sub(1) > 0 || m_control->span.fetch_sub(1) <= 0)
            return false;
        ++m_control->failed;
        return true;
    }

    /// As the kernel does: a sync that failed is told once to each descriptor of the file that was open.
    bool failsSync(int descriptor)
    {
        OpenFile& file = m_files[descriptor];
        int& failures = m_failures[file.inode];
        if (file.failuresTold == failures && fails(Call::Sync, descriptor))
            ++failures;
        return std::exchange(file.failuresTold, failures) != failures;
    }

    int failure() const
    {
        errno = static_cast<int>(m_control->error);
        return -1;
    }
    bool writesHalf() const { return m_control->half != Half::Never; }
    bool tellsHalf() const { return m_control->half == Half::Told && m_control->failed % 2 == 1; }

    void append(Record record, std::uint64_t file, std::uint64_t offset, std::string_view data)
    {
        if (m_journal < 0)
            return;
        const Header header{ record, static_cast<std::uint32_t>(getpid()), file, offset, data.size() };
        put(reinterpret_cast<const char*>(&header), sizeof header);
        put(data.data(), data.size());
    }

private:
    Shim()
    {
        const auto open = next<decltype(::open)>("open");
        if (const char* folder = std::getenv("BINNACLE_SHIM_FOLDER"))
            m_folder = folder;
        if (const char* path = std::getenv("BINNACLE_SHIM_CONTROL")) {
            const int file = open(path, O_RDWR | O_CLOEXEC);
            void* shared =
                next<decltype(::mmap)>("mmap")(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            if (shared == MAP_FAILED)
                abort();
            m_control = static_cast<Control*>(shared);
        }
        if (const char* path = std::getenv("BINNACLE_SHIM_JOURNAL")) {
            m_journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            if (m_journal < 0)
                abort();
            m_position = static_cast<std::uint64_t>(lseek(m_journal, 0, SEEK_END));
        }
    }

    void put(const char* data, std::size_t size)
    {
        static const auto write = next<decltype(::write)>("write");
        while (size > 0) {
            const ssize_t written = write(m_journal, data, size);
            if (written < 0)
                abort(); // A journal with a gap would prove nothing.
            data += written;
            size -= static_cast<std::size_t>(written);
            m_position += static_cast<std::uint64_t>(written);
        }
    }

    std::string m_folder;
    Control* m_control = nullptr;
    int m_journal = -1;
    std::uint64_t m_position = 0; ///< Where the journal ends.
    std::mutex m_mutex;
    std::unordered_map<int, OpenFile> m_files;
    std::unordered_map<ino_t, int> m_failures; ///< Failed syncs of a file.
    std::uint64_t m_lastNumber = 0;
};

ssize_t writeTo(int descriptor, const void* data, std::size_t size, off_t offset, std::uint64_t number)
{
    static const auto pwrite = next<decltype(::pwrite)>("pwrite");
    const ssize_t written = pwrite(descriptor, data, size, offset);
    if (written > 0)
        Shim::get().append(Record::Write, number, static_cast<std::uint64_t>(offset),
            { static_cast<const char*>(data), static_cast<std::size_t>(written) });
    return written;
}

ssize_t writeOurs(int descriptor, const void* data, std::size_t size, off_t offset, std::uint64_t number)
{
    Shim& shim = Shim::get();
    if (!shim.fails(Call::Write, descriptor))
        return writeTo(descriptor, data, size, offset, number);
    if (shim.writesHalf() && size > 1) {
        const ssize_t written = writeTo(descriptor, data, size / 2, offset, number);
        if (shim.tellsHalf())
            return written;
    }
    return shim.failure();
}

int truncateOurs(int descriptor, off_t size, int (*real)(int, off_t))
{
    Shim& shim = Shim::get();
    const std::lock_guard lock(shim.mutex());
    const std::uint64_t number = shim.numberOf(descriptor);
    if (number != 0 && shim.fails(Call::Truncate, descriptor))
        return shim.failure();
    const int done = real(descriptor, size);
    if (done == 0 && number != 0)
        shim.append(Record::Truncate, number, static_cast<std::uint64_t>(size), {});
    return done;
}

int syncOurs(int descriptor, int (*real)(int))
{
    Shim& shim = Shim::get();
    std::uint64_t number = 0;
    std::uint64_t covered = 0;
    {
        const std::lock_guard lock(shim.mutex());
        number = shim.numberOf(descriptor);
        covered = shim.position();
        if (number != 0 && shim.failsSync(descriptor)) {
            shim.append(Record::SyncFailed, number, covered, {});
            return shim.failure();
        }
    }
    if (number == 0 || !shim.keepsJournal())
        return real(descriptor);
    const std::lock_guard lock(shim.mutex());
    shim.append(Record::Sync, number, covered, {});
    return 0;
}

int openOurs(const char* path, int flags, mode_t mode, int (*real)(const char*, int, ...))
{
    Shim& shim = Shim::get();
    if (!shim.holds(path))
        return real(path, flags, mode);
    const std::lock_guard lock(shim.mutex());
    const int descriptor = real(path, flags, mode);
    if (descriptor >= 0)
        shim.opened(descriptor, flags);
    return descriptor;
}

void* mapOurs(void* at, std::size_t size, int protection, int flags, int descriptor, off_t offset)
{
    static const auto real = next<decltype(::mmap)>("mmap");
    void* mapped = real(at, size, protection, flags, descriptor, offset);
    if (mapped == MAP_FAILED || descriptor < 0 || (flags & MAP_SHARED) == 0 || (protection & PROT_WRITE) == 0)
        return mapped;
    Shim& shim = Shim::get();
    const std::lock_guard lock(shim.mutex());
    if (const std::uint64_t number = shim.numberOf(descriptor); number != 0)
        shim.append(Record::Map, number, 0, {});
    return mapped;
}

template <typename Send>
ssize_t sendOurs(int descriptor, Send send, const iovec* parts, std::size_t count)
{
    Shim& shim = Shim::get();
    if (!shim.keepsJournal())
        return send();
    const std::lock_guard lock(shim.mutex());
    const ssize_t sent = send();
    std::string data;
    for (std::size_t i = 0; i < count; ++i)
        data.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    if (sent > 0) {
        data.resize(static_cast<std::size_t>(sent));
        shim.append(Record::Sent, static_cast<std::uint64_t>(descriptor), 0, data);
    }
    return sent;
}

} // namespace

extern "C" {

ssize_t pwrite(int descriptor, const void* data, std::size_t size, off_t offset)
{
    Shim& shim = Shim::get();
    const std::lock_guard lock(shim.mutex());
    if (const std::uint64_t number = shim.numberOf(descriptor); number != 0)
        return writeOurs(descriptor, data, size, offset, number);
    return next<decltype(::pwrite)>("pwrite")(descriptor, data, size, offset);
}

ssize_t pwrite64(int descriptor, const void* data, std::size_t size, off_t offset)
{
    return pwrite(descriptor, data, size, offset);
}

ssize_t write(int descriptor, const void* data, std::size_t size)
{
    static const auto real = next<decltype(::write)>("write");
    Shim& shim = Shim::get();
    {
        const std::lock_guard lock(shim.mutex());
        if (const std::uint64_t number = shim.numberOf(descriptor); number != 0) {
            const bool appends = (fcntl(descriptor, F_GETFL) & O_APPEND) != 0;
            const off_t offset = lseek(descriptor, 0, appends ? SEEK_END : SEEK_CUR);
            const ssize_t written = writeOurs(descriptor, data, size, offset, number);
            if (written > 0)
                lseek(descriptor, offset + written, SEEK_SET);
            return written;
        }
    }
    return real(descriptor, data, size);
}

int ftruncate(int descriptor, off_t size)
{
    return truncateOurs(descriptor, size, next<decltype(::ftruncate)>("ftruncate"));
}

int ftruncate64(int descriptor, off_t size)
{
    return ftruncate(descriptor, size);
}

int fsync(int descriptor)
{
    return syncOurs(descriptor, next<decltype(::fsync)>("fsync"));
}

int fdatasync(int descriptor)
{
    return syncOurs(descriptor, next<decltype(::fdatasync)>("fdatasync"));
}

int open(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openOurs(path, flags, mode, next<decltype(::open)>("open"));
}

int open64(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openOurs(path, flags, mode, next<decltype(::open64)>("open64"));
}

void* mmap(void* at, std::size_t size, int protection, int flags, int descriptor, off_t offset)
{
    return mapOurs(at, size, protection, flags, descriptor, offset);
}

void* mmap64(void* at, std::size_t size, int protection, int flags, int descriptor, off_t offset)
{
    return mapOurs(at, size, protection, flags, descriptor, offset);
}

int unlink(const char* path)
{
    Shim& shim = Shim::get();
    const std::lock_guard lock(shim.mutex());
    const int done = next<decltype(::unlink)>("unlink")(path);
    if (done == 0 && shim.holds(path))
        shim.append(Record::Unlink, 0, 0, path);
    return done;
}

int rename(const char* from, const char* to)
{
    Shim& shim = Shim::get();
    const std::lock_guard lock(shim.mutex());
    const int done = next<decltype(::rename)>("rename")(from, to);
    if (done == 0 && (shim.holds(from) || shim.holds(to)))
        shim.append(Record::Rename, 0, 0, std::string(from) + '\n' + to);
    return done;
}

ssize_t send(int descriptor, const void* data, std::size_t size, int flags)
{
    static const auto real = next<decltype(::send)>("send");
    const iovec part{ const_cast<void*>(data), size };
    return sendOurs(
        descriptor, [&] { return real(descriptor, data, size, flags); }, &part, 1);
}

ssize_t sendmsg(int descriptor, const msghdr* message, int flags)
{
    static const auto real = next<decltype(::sendmsg)>("sendmsg");
    return sendOurs(
        descriptor, [&] { return real(descriptor, message, flags); }, message->msg_iov, message->msg_iovlen);
}

} // extern "C"
