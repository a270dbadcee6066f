#pragma once

#include "backend/core/result.h"
#include "backend/core/timestamp.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::demo {

/// What is wrong on purpose, so that what the program says about it can be held against the truth.
enum class Fault : std::uint8_t {
    FailingStep, ///< github-commit of fractary/editorial fails often in the last eighth of the span.
    SlowStep, ///< review of fractary/editorial takes four times as long in the last quarter.
    StuckEntity, ///< One entity in 400 starts a step and is never heard of again.
    RetryStorm, ///< One entity in 2,500 repeats a failing step 40 times in quick succession.
    MissingLeg, ///< One order in 200 never gets its payment or its reservation.
    LateLeg, ///< One order in 200 gets a leg minutes after its window.
    DoubledLeg, ///< One order in 400 is paid twice.
    DifferingLeg, ///< One order in 200 is paid or reserved with another amount or quantity.
    BadEvent, ///< One event in 1,000 cannot be accepted.
    Duplicate, ///< One event in 100 is sent twice.
    OutOfOrder, ///< Two events in 100 arrive up to five minutes late.
    SourceSilent, ///< Google Cloud says nothing for 31 minutes, then sends what it kept.
};

std::string_view toString(Fault fault); ///< "failing-step" ...
std::optional<Fault> faultFromString(std::string_view text);
const std::vector<Fault>& allFaults();

struct Options {
    std::uint64_t seed = 42;
    Timestamp end; ///< Nothing happens after it.
    std::optional<Timestamp> now; ///< Where spans of faults end, for a scenario that goes on after it; else `end`.
    std::int64_t events = 40'000; ///< Lines to write; exact unless `untilEnd`.
    double spanSeconds = 24 * 3600; ///< How much simulated time the events cover; about, where their number is exact.
    bool untilEnd = false; ///< Go on to `end` with about `events` lines instead of stopping at exactly that many.
    bool beginsOnTime =
        false; ///< A span before `end` at the latest; else the last of an exact number goes out at `end`.
    std::int64_t entities = 0; ///< About how many FABER entities; 0: as the pipelines have it.
    bool randomIds = false; ///< FABER event ids tell nothing of the time, as where a sender uses UUIDs.
    bool faber = true;
    bool workflows = true;
    bool orders = true;
    std::set<Fault> faults; ///< Empty: nothing is wrong.
};

/// One line for the wire.
struct Line {
    std::string json;
    Timestamp sentAt; ///< When the sender sends it; lines come in this order.
};

/// A fault that was planted.
struct Planted {
    Fault fault = Fault::BadEvent;
    std::string entity; ///< organization/project/type/id, or empty.
    std::string detail; ///< In words: step, leg, amounts.
};

/// What is true about the lines written so far; the program must come to the same.
struct Truth {
    std::int64_t lines = 0;
    std::int64_t accepted = 0;
    std::int64_t duplicate = 0;
    std::int64_t rejected = 0;
    std::map<std::string, std::int64_t> acceptedByDialect;
    std::map<std::string, std::map<std::string, std::int64_t>> entitiesByTypeAndStatus;
    std::vector<Planted> planted;
};

std::string toJson(const Truth& truth);

/// A believable company: FABER content pipelines over several organisations and projects, ETL workflows, orders over
/// three clouds. The same options give the same bytes. Memory is bounded by what is going on at one time.
class Generator {
public:
    explicit Generator(Options options);
    ~Generator();
    Generator(Generator&&) noexcept;
    Generator& operator=(Generator&&) noexcept;

    /// The next line, or nothing when the end is reached.
    std::optional<Line> next();

    /// True about the lines that next() has given so far.
    Truth truth() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace binnacle::demo
