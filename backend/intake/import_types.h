#pragma once

#include "backend/core/error.h"
#include "backend/event/parser.h"
#include "backend/projection/read_types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// What to import and how to read it.
struct ImportOptions {
    std::vector<std::string> paths; ///< Files, directories, or "-" for standard input.
    std::optional<Dialect> dialect; ///< None: recognised per item.
    ParseOptions parse;
};

/// How far an import is.
struct ImportProgress {
    std::int64_t bytesRead = 0; ///< As they lie in the files: compressed bytes of compressed files.
    std::int64_t bytesTotal = 0; ///< 0: unknown (standard input).
    std::int64_t accepted = 0;
    std::int64_t duplicate = 0;
    std::int64_t rejected = 0;
    double eventsPerSecond = 0; ///< Committed, over the last seconds.
    std::string file; ///< The one being read.
};

/// What one import did (CLI `ingest`, the window's import). Counts are of what is committed, so they are true
/// also when the import was cancelled or stopped by a failure.
struct ImportSummary {
    std::int64_t read = 0; ///< Items handed to the store; accepted + duplicate + rejected unless a commit failed.
    std::int64_t accepted = 0;
    std::int64_t duplicate = 0;
    std::int64_t rejected = 0;
    Seq firstSeq = 0; ///< Smallest seq of an accepted event; 0: none.
    Seq lastSeq = 0;
    std::int64_t durationMs = 0;
    struct Rejection {
        std::string file;
        std::uint64_t line = 0;
        std::string code;
        std::string field;
        std::string message;
    };
    std::vector<Rejection> rejections; ///< The first 20; `rejected` counts them all.
    bool cancelled = false;

    /// A file that could not be read, or not to its end; what came before is committed. An empty file name
    /// means the store: the import stopped there.
    struct Problem {
        std::string file;
        Error error;
    };
    std::vector<Problem> problems;
    std::vector<std::string> notes; ///< Plain sentences: files skipped, empty files.
};

} // namespace binnacle
