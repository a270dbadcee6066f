#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"
#include "backend/projection/seq_range.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// What a log contains up to one of its events, in a line that can be kept elsewhere: whoever changes, removes or moves
/// an event up to that one cannot make the log have this head again.
struct LogHead {
    Seq seq = 0; ///< The newest event that it covers; 0: none.
    std::int64_t loose = 0; ///< So many of the newest events were in no block yet.
    std::string hash; ///< SHA-256, 64 hex digits.

    friend bool operator==(const LogHead&, const LogHead&) = default;
};

/// "1000234:9f86...0a08"; where 42 events were in no block yet, "+42" behind it.
std::string toString(const LogHead& head);
/// Error INVALID_HEAD.
Result<LogHead> logHeadFromString(std::string_view text);

/// A place where the log is not what was written.
struct LogBreak {
    enum class Kind : std::uint8_t { Changed, Missing, Repeated, Unreadable };
    Kind kind = Kind::Changed;
    SeqRange events; ///< Its last is the largest number there is where the end cannot be told.
    std::string message;
};
std::string_view toString(LogBreak::Kind kind);

/// What came of verifying a log.
struct LogProof {
    std::int64_t events = 0;
    std::int64_t blocks = 0;
    Seq lastSeq = 0;
    std::vector<LogBreak> breaks; ///< In the order of the log, the first of them only where there are hundreds.
    std::int64_t moreBreaks = 0; ///< So many are not listed.
    std::optional<LogHead> head; ///< Of a log without a break.
    /// Whether the log contains everything that it did when a head was noted; nullopt: none was given.
    std::optional<bool> holdsNoted;

    bool isWhole() const { return breaks.empty() && moreBreaks == 0; }
};

/// Something that is wrong with a store.
struct StoreFinding {
    std::string_view area; ///< "file", "log", "identities", "quarantine" or "projections".
    std::string message; ///< One or two sentences.
    std::vector<SeqRange> events{}; ///< Those that it costs.
};

enum class CheckDepth : std::uint8_t {
    Structure, ///< Everything about the log; of the projections, that they can be read and agree with each other.
    Everything, ///< Also that the projections are what the log makes of them, row by row.
};

struct BackupSummary {
    std::string path;
    std::int64_t events = 0;
    std::int64_t sizeBytes = 0;
    LogHead head;
};

struct RestoreSummary {
    std::string path;
    std::int64_t events = 0;
    std::int64_t sizeBytes = 0;
    LogHead head;
    std::string replaced; ///< Where the store is kept that was there before; empty: there was none.
};

/// How a long act is watched and ended. The progress comes on the calling thread, also many times a second.
struct SafetyWatch {
    struct Progress {
        std::string_view what; ///< "Reading the log"; a literal.
        std::int64_t done = 0;
        std::int64_t total = 0; ///< 0: not known.
    };
    std::function<void(const Progress&)> progress;
    CancelToken cancel;

    void report(std::string_view what, std::int64_t done, std::int64_t total) const
    {
        if (progress)
            progress({ what, done, total });
    }
};

/// Proofs, checks and copies of a store that others may have open, also for writing. Needs no projections and changes
/// nothing.
class StoreSafety {
public:
    virtual ~StoreSafety() = default;

    /// Goes along the whole log. With `noted`, also tells whether everything is there that it covers.
    virtual Result<LogProof> verify(const std::optional<LogHead>& noted, const SafetyWatch& watch) = 0;

    /// Looks for damage; empty: the store is sound.
    virtual Result<std::vector<StoreFinding>> check(CheckDepth depth, const SafetyWatch& watch) = 0;

    /// Makes a consistent copy of the log, quarantine included, as one file. It appears at `target` when it was
    /// verified and is on disk. Errors: BACKUP_EXISTS, BACKUP_DAMAGED, and those of writing a file.
    virtual Result<BackupSummary> backUp(const std::string& target, const SafetyWatch& watch) = 0;
};

} // namespace binnacle
