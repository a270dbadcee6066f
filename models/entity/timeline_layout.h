#pragma once

#include "models/entity/step_attempts.h"
#include "models/entity/time_axis.h"

namespace binnacle {

/// What is drawn of an entity's steps, in pixels along the axis. Rows are those of `tracks`.
struct TimelineLayout {
    enum class Shape : std::uint8_t {
        Run, ///< Filled.
        FailedRun, ///< Filled, with a cross where there is room.
        Skipped, ///< Outline.
        Running, ///< Filled, its right end open.
        Unreported, ///< Outline, its right end open: another attempt followed without an end.
        Queue, ///< Hatched.
        RetryWait, ///< Dotted: between a failed attempt and the next.
    };
    struct Bar {
        int row = 0;
        int attempt = -1; ///< Index in the track's attempts; of the attempt waited for.
        Shape shape = Shape::Run;
        double left = 0;
        double right = 0; ///< At least 3 px after `left`, except for waits.
    };

    TimeAxis axis{ {}, 0, true };
    std::vector<Bar> bars; ///< In drawing order: waits first. Sorted by row within.

    /// The bar under `x` in `row`, runs before waits; -1 where there is none. `slack` px count as touching.
    int barAt(int row, double x, double slack = 2) const;
};

/// A running attempt is drawn a little past what is known of it; how long it runs by now is for words, not pixels.
TimelineLayout layOutTimeline(const std::vector<StepTrack>& tracks, double width, bool folded);

} // namespace binnacle
