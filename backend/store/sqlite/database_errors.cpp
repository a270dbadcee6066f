#include "backend/store/sqlite/database.h"

#include "backend/store/sqlite/corruption.h"

#include <sqlite3.h>

namespace binnacle::sqlite {

namespace {

std::string withDetail(std::string_view sentence, std::string_view detail)
{
    return std::string(sentence) + " (SQLite: " + std::string(detail) + ").";
}

Error fullError(std::string_view detail)
{
    return Error::make(ErrorKind::Unavailable, "STORE_FULL",
        withDetail("There is no room left to write to the store", detail), "Free disk space, then try again.");
}

} // namespace

Error errorFromCode(int code, std::string_view detail)
{
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return Error::make(ErrorKind::Busy, "STORE_BUSY", withDetail("The store is locked by another process", detail),
            "Try again in a moment; close other programs that have the store open.");
    case SQLITE_FULL:
        return fullError(detail);
    case SQLITE_READONLY:
        return Error::make(ErrorKind::Refused, "STORE_READ_ONLY", withDetail("The store cannot be written", detail),
            "Check the permissions of the file and its directory.");
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return Error::make(ErrorKind::Refused, "STORE_PERMISSION", withDetail("The store may not be accessed", detail),
            "Check the permissions of the file and its directory.");
    case SQLITE_CANTOPEN:
        return Error::make(ErrorKind::Unavailable, "STORE_CANNOT_OPEN",
            withDetail("The store cannot be opened", detail),
            "Check that the path exists and may be read and written.");
    case SQLITE_NOTADB:
        return Error::make(ErrorKind::InvalidInput, "STORE_NOT_A_STORE",
            withDetail("The file is not a Binnacle store", detail), "Choose another path.");
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
        return corruption(withDetail("The store is damaged", detail));
    case SQLITE_IOERR:
        // The memory that all connections share lies in a file, which could not grow.
        if (code == SQLITE_IOERR_SHMSIZE)
            return fullError(detail);
        // A file that may not grow further (a quota, a limit on file sizes) fails as a write error.
        if (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_TRUNCATE)
            return Error::make(ErrorKind::Unavailable, "STORE_WRITE_FAILED",
                withDetail("Writing to the store failed", detail),
                "Check the disk, its space and quotas, then try again.");
        return Error::make(ErrorKind::Unavailable, "STORE_IO",
            withDetail("Reading or writing the store failed", std::string(detail) + ", code " + std::to_string(code)),
            "Check the disk and the file system.");
    case SQLITE_INTERRUPT:
        return Error::make(ErrorKind::Cancelled, "CANCELLED", "The operation was cancelled.");
    case SQLITE_NOMEM:
        return Error::make(ErrorKind::Unavailable, "OUT_OF_MEMORY", withDetail("There is not enough memory", detail),
            "Close other programs, then try again.");
    case SQLITE_TOOBIG:
        return Error::make(
            ErrorKind::InvalidInput, "TOO_LARGE", withDetail("A value is too large for the store", detail));
    case SQLITE_CONSTRAINT:
        return Error::make(ErrorKind::Conflict, "STORE_CONSTRAINT",
            withDetail("The store refused a row that breaks its rules", detail));
    default:
        return Error::make(ErrorKind::Internal, "STORE_INTERNAL",
            withDetail("The store failed with code " + std::to_string(code), detail));
    }
}

} // namespace binnacle::sqlite
