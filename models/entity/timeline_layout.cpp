#include "models/entity/timeline_layout.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr double leastBar = 3;
constexpr double openEnd = 16; ///< How far a running bar is drawn past what is known of it.

using Shape = TimelineLayout::Shape;

Shape shapeOf(const StepAttempt& attempt)
{
    switch (attempt.how) {
    case StepAttempt::End::Failed:
        return Shape::FailedRun;
    case StepAttempt::End::Skipped:
        return Shape::Skipped;
    case StepAttempt::End::Running:
        return Shape::Running;
    case StepAttempt::End::Unreported:
        return Shape::Unreported;
    case StepAttempt::End::Completed:
        break;
    }
    return Shape::Run;
}

/// An attempt that nobody ended says nothing about the time until the next one.
TimeSpan busyTime(const StepAttempt& attempt)
{
    return { attempt.start, attempt.how == StepAttempt::End::Unreported ? attempt.start : attempt.end };
}

bool isWait(Shape shape)
{
    return shape == Shape::Queue || shape == Shape::RetryWait;
}

} // namespace

int TimelineLayout::barAt(int row, double x, double slack) const
{
    int wait = -1;
    for (int i = int(bars.size()) - 1; i >= 0; --i) {
        const Bar& bar = bars[std::size_t(i)];
        if (bar.row != row || x < bar.left - slack || x > bar.right + slack)
            continue;
        if (!isWait(bar.shape))
            return i;
        if (wait < 0)
            wait = i;
    }
    return wait;
}

TimelineLayout layOutTimeline(const std::vector<StepTrack>& tracks, double width, bool folded)
{
    TimelineLayout out;
    std::vector<TimeSpan> busy;
    for (const StepTrack& track : tracks) {
        for (const StepAttempt& attempt : track.attempts)
            busy.push_back(busyTime(attempt));
    }
    out.axis = TimeAxis(std::move(busy), width, folded);
    std::vector<TimelineLayout::Bar> runs;
    for (std::size_t row = 0; row < tracks.size(); ++row) {
        const auto& attempts = tracks[row].attempts;
        if (tracks[row].queueMicros().value_or(0) > 0) {
            out.bars.push_back({ int(row), 0, Shape::Queue, out.axis.xOf(*tracks[row].queuedSince),
                out.axis.xOf(attempts.front().start) });
        }
        for (std::size_t i = 0; i < attempts.size(); ++i) {
            const StepAttempt& attempt = attempts[i];
            const double left = out.axis.xOf(attempt.start);
            double right = std::max(left + leastBar, out.axis.xOf(attempt.end));
            if (attempt.how == StepAttempt::End::Running)
                right = std::min(std::max(right + 4, left + openEnd), out.axis.width() - 2);
            if (attempt.how == StepAttempt::End::Unreported)
                right = left + openEnd / 2;
            runs.push_back({ int(row), int(i), shapeOf(attempt), left, right });
            if (i > 0 && attempts[i - 1].how == StepAttempt::End::Failed && attempt.start > attempts[i - 1].end)
                out.bars.push_back({ int(row), int(i), Shape::RetryWait, out.axis.xOf(attempts[i - 1].end), left });
        }
    }
    out.bars.insert(out.bars.end(), runs.begin(), runs.end());
    return out;
}

} // namespace binnacle
