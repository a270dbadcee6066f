#pragma once

#include "backend/core/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle {

/// What the paths of an import come to.
struct InputFiles {
    std::vector<std::string> paths; ///< Files in the order they are read, and "-" for standard input.
    std::int64_t totalBytes = 0; ///< As they lie on the disk; 0: unknown, as standard input or a pipe is among them.
    std::vector<std::string> notes; ///< What was left out, in plain sentences.
};

/// Finds the files. Directories are searched to the bottom, sorted by path, for .json, .jsonl, .ndjson and .xes, each
/// also with .gz or .zst behind; links to directories are not followed. A directory
/// below that may not be searched is among the paths, where it cannot be read. Errors: INPUT_NOT_FOUND for a path that
/// is not there, INPUT_UNREADABLE, NO_INPUT where there is nothing to read at all.
Result<InputFiles> findInputFiles(const std::vector<std::string>& paths);

/// The file is named as an XES log: .xes, also with .gz or .zst behind, in any case.
bool isNamedXes(const std::string& path);

} // namespace binnacle
