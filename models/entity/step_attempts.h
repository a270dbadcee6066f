#pragma once

#include "backend/projection/read_types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// One attempt at a step, as its events tell it. Times in microseconds since 1970 UTC.
struct StepAttempt {
    enum class End : std::uint8_t {
        Completed,
        Failed,
        Skipped,
        Running, ///< The latest attempt, and no end was reported.
        Unreported, ///< No end was reported, and another attempt followed.
    };

    std::int64_t start = 0;
    /// Of a running attempt: its start or its latest sign of life. Of an unreported one: the start of the next.
    std::int64_t end = 0;
    End how = End::Completed;
    bool startIsDerived = false; ///< No start was reported: the end less the duration it said.
    bool isInstant = false; ///< Only the end is known; start == end.
    int number = 1; ///< Counts from 1 in the order of the ends and starts that were read.
    std::string error;

    friend bool operator==(const StepAttempt&, const StepAttempt&) = default;
};

/// The attempts of one step, earliest first.
struct StepTrack {
    std::string stepId;
    std::vector<StepAttempt> attempts;
    std::int64_t leftOut = 0; ///< Earlier attempts that are not in `attempts`.
    /// When the step could have begun: the latest end of another step at or before its first start. The time from
    /// there to the first start is its queue. Absent where no other step had ended, or where its start is unknown.
    std::optional<std::int64_t> queuedSince;

    std::optional<std::int64_t> queueMicros() const;
    /// Sum of all attempts that have both a start and an end.
    std::int64_t ranMicros() const;

    friend bool operator==(const StepTrack&, const StepTrack&) = default;
};

/// Most attempts of one step that are kept: more cannot be told apart in a drawing.
inline constexpr std::size_t mostAttempts = 200;

/// Pairs starts with ends. `events` may come in any order: they are put in the order of what was true (occurred_at,
/// starts before ends of the same instant). An end closes the latest open attempt that started before it; without one
/// its duration gives the start, and without that it is an instant. Gives one track for each of `steps`, in
/// their order; steps that only events name follow, in order of their first event.
std::vector<StepTrack> stepTracks(
    std::vector<EventRow> events, const std::vector<StepRow>& steps, std::size_t most = mostAttempts);

} // namespace binnacle
