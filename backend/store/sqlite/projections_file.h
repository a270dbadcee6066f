#pragma once

#include "backend/store/sqlite/database.h"

#include "backend/projection/read_types.h"

#include <string>

namespace binnacle::sqlite {

/// Where the projections of the store at `path` are. What is in that file follows from the log alone: it may be lost
/// at any time.
std::string projectionsPath(const std::string& path);

struct ProjectionsFile {
    Connection connection;
    Seq foldedSeq = 0; ///< It holds the events up to this one.
};

/// Opens the projections of the store at `path` for writing. Where there are none, where they have another format,
/// belong to another log than `logId` or are ahead of its last event, an empty file takes their place.
Result<ProjectionsFile> openProjections(const std::string& path, const std::string& logId, Seq lastSeq);

/// Whether `error` says that the file is damaged: that another one, made from the log, will do. Not so a lock, a disk,
/// or somebody's Ctrl-C.
bool isDamage(const Error& error);

/// Removes them.
Result<void> removeProjections(const std::string& path);

/// Makes them readable under their tables' names on `connection`, which has the log open for reading. Errors:
/// PROJECTIONS_NOT_FOUND, PROJECTIONS_OTHER_FORMAT.
Result<void> attachProjections(Connection& connection, const std::string& path);

} // namespace binnacle::sqlite
