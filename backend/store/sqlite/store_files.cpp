#include "backend/store/sqlite/store_files.h"

#include "backend/store/sqlite/projections_file.h"
#include "backend/store/sqlite/schema.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace binnacle::sqlite {

namespace {

namespace fs = std::filesystem;

Error permissionError(const std::string& path, const std::string& act)
{
    return Error::make(ErrorKind::Refused, "STORE_PERMISSION",
        "The store \"" + path + "\" may not be " + act + " by this user.",
        "Check the permissions of the file and its directory.");
}

/// How the writer writes. FULL: a commit is on disk before it is acknowledged. What the write-ahead log took beyond
/// 64 MiB is given back when it is begun anew (checkpointer.h).
constexpr const char* writerSettings = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF;"
                                       "PRAGMA cache_size=-8192; PRAGMA journal_size_limit=67108864;"
                                       "PRAGMA temp_store=MEMORY;";

Error rewriteError(int reason)
{
    const int code = reason == ENOSPC || reason == EDQUOT ? SQLITE_FULL : SQLITE_IOERR;
    return errorFromCode(code, "write-ahead log, " + std::generic_category().message(reason));
}

/// Closes itself. SQLite holds no lock on the log that closing it would lose.
class LogFile {
public:
    explicit LogFile(const char* path)
        : m_descriptor(::open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW))
    {
    }
    ~LogFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;
    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

/// Writes what is in the write-ahead log once more and syncs it. A sync may have failed before the last writer ended:
/// then the log's end is read from memory but not on disk, and what is committed behind it, or copied from it into the
/// file, would be lost with it or destroyed by its loss.
Result<void> rewriteLog(Connection& connection)
{
    const LogFile file(sqlite3_filename_wal(sqlite3_db_filename(connection.handle(), "main")));
    if (file.get() < 0)
        return errno == ENOENT ? Result<void>() : rewriteError(errno);
    std::vector<char> part(1024 * 1024);
    off_t at = 0;
    ssize_t size = 0;
    while ((size = ::pread(file.get(), part.data(), part.size(), at)) > 0) {
        const ssize_t written = ::pwrite(file.get(), part.data(), static_cast<std::size_t>(size), at);
        if (written != size)
            return rewriteError(written < 0 ? errno : ENOSPC);
        at += size;
    }
    if (size < 0 || (at > 0 && ::fdatasync(file.get()) != 0))
        return rewriteError(errno);
    return {};
}

/// Says of a store that cannot be opened what is wrong with its file.
Error explained(Error error, const std::string& path)
{
    constexpr const char* remedy = "Keep a copy of the file; bring the store back from a backup: binnacle restore "
                                   "BACKUP --replace";
    std::error_code failure;
    if (const auto cut = cutFileAt(path); cut && error.kind == ErrorKind::Corrupt)
        return Error::make(ErrorKind::Corrupt, "STORE_CUT",
            "The store \"" + path + "\" cannot be opened. " + toString(*cut)
                + " `binnacle verify` tells which events are still in it.",
            remedy);
    // Nobody else has a file of that name.
    if (error.code == "STORE_NOT_A_STORE" && fs::exists(projectionsPath(path), failure))
        return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT",
            "The store \"" + path + "\" cannot be opened: the first page of its file is damaged, and nothing can be "
                + "read without it.",
            remedy);
    return error;
}

} // namespace

std::optional<CutFile> cutFileAt(const std::string& path)
{
    // https://www.sqlite.org/fileformat2.html#the_database_header: big-endian numbers.
    std::array<char, 100> header{};
    std::ifstream file(path, std::ios::binary);
    const auto number = [&header](std::size_t at, std::size_t bytes) {
        std::int64_t value = 0;
        for (std::size_t i = at; i < at + bytes; ++i)
            value = value << 8 | static_cast<std::uint8_t>(header[i]);
        return value;
    };
    if (!file.read(header.data(), header.size())
        || !std::string_view(header.data(), header.size()).starts_with("SQLite format 3"))
        return std::nullopt;
    const std::int64_t pageSize = number(16, 2) == 1 ? 65'536 : number(16, 2);
    std::error_code failure;
    const auto size = static_cast<std::int64_t>(fs::file_size(path, failure));
    if (failure || pageSize == 0 || size / pageSize >= number(28, 4))
        return std::nullopt;
    return CutFile{ size / pageSize, number(28, 4) };
}

std::string toString(const CutFile& cut)
{
    return "The file has " + std::to_string(cut.pages) + " of its " + std::to_string(cut.pagesOnce)
        + " pages: its end is gone, or this number is damaged.";
}

Result<void> checkStorePath(const SqliteOptions& options)
{
    const std::string& path = options.path;
    if (path.empty())
        return Error::make(ErrorKind::InvalidInput, "STORE_PATH_EMPTY", "The store's path is empty.", "Name a file.");
    std::error_code failure;
    const fs::file_status status = fs::status(path, failure);
    if (status.type() == fs::file_type::none)
        return permissionError(path, "looked at");
    if (fs::is_directory(status))
        return Error::make(ErrorKind::InvalidInput, "STORE_IS_A_DIRECTORY",
            "\"" + path + "\" is a directory; a store is a file.",
            "Name a file in it, for example \"" + path + "/binnacle.store\".");
    if (!fs::exists(status)) {
        if (options.readOnly || !options.createIfMissing)
            return Error::make(ErrorKind::NotFound, "STORE_NOT_FOUND", "There is no store at \"" + path + "\".",
                "Check the path, or open it for writing to make one.");
        const fs::path parent = fs::path(path).parent_path();
        if (!parent.empty() && !fs::is_directory(parent, failure))
            return Error::make(ErrorKind::NotFound, "STORE_DIRECTORY_NOT_FOUND",
                "The directory of \"" + path + "\" does not exist.", "Make the directory first.");
        return {};
    }
    if (!fs::is_regular_file(status))
        return Error::make(ErrorKind::InvalidInput, "STORE_NOT_A_STORE", "\"" + path + "\" is not a regular file.",
            "Choose another path.");
    if (::access(path.c_str(), R_OK) != 0)
        return permissionError(path, "read");
    if (!options.readOnly && ::access(path.c_str(), W_OK) != 0)
        return permissionError(path, "written");
    return {};
}

Result<Connection> openStoreFile(const SqliteOptions& options, std::span<const Migration> steps, int version)
{
    const int target = version == 0 ? schemaVersion : version;
    auto connection = Connection::open(options.path,
        options.readOnly              ? OpenMode::ReadOnly
            : options.createIfMissing ? OpenMode::Create
                                      : OpenMode::ReadWrite);
    if (!connection)
        return connection.error();
    // Looks only: a file that is not ours must stay as it is, so nothing that writes comes before this.
    auto format = inspectFormat(*connection, options.path, target);
    if (!format)
        return explained(format.error(), options.path);
    if (options.readOnly) {
        if (format->isEmpty)
            return Error::make(ErrorKind::NotFound, "STORE_NOT_FOUND",
                "The store at \"" + options.path + "\" is still empty.", "Open it for writing first.");
        if (format->version < target)
            return Error::make(ErrorKind::Unsupported, "STORE_TOO_OLD",
                "The store \"" + options.path + "\" has an older format and can only be read after it was converted.",
                "Open it once for writing.");
        return connection;
    }
    if (auto done = rewriteLog(*connection); !done)
        return done.error();
    if (format->isEmpty) {
        if (auto done = connection->execute("PRAGMA page_size=8192"); !done)
            return done.error();
    }
    if (auto done = connection->execute(writerSettings); !done)
        return done.error();
    auto journal = connection->queryText("PRAGMA journal_mode");
    if (!journal)
        return journal.error();
    if (*journal != "wal")
        return Error::make(ErrorKind::Refused, "STORE_NO_WAL",
            "The file system of \"" + options.path + "\" cannot share memory between programs, which a store needs.",
            "Keep the store on a local disk.");
    if (format->isEmpty) {
        if (auto done = createSchema(*connection); !done)
            return done.error();
    } else if (auto done = migrate(*connection, options.path, format->version, target, steps); !done) {
        return done.error();
    }
    return connection;
}

} // namespace binnacle::sqlite
