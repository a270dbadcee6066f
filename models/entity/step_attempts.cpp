#include "models/entity/step_attempts.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace binnacle {

namespace {

bool isEnd(const EventRow& event)
{
    return event.kind == EventKind::StepCompleted || event.kind == EventKind::StepFailed;
}

bool isStart(const EventRow& event)
{
    return event.kind == EventKind::StepStarted;
}

/// Within one instant: starts, signs of life, failures, completions.
int rank(const EventRow& event)
{
    switch (event.kind) {
    case EventKind::StepStarted:
        return 0;
    case EventKind::StepFailed:
        return 2;
    case EventKind::StepCompleted:
        return 3;
    default:
        return 1;
    }
}

bool isOpen(const StepAttempt& attempt)
{
    return attempt.how == StepAttempt::End::Running;
}

StepAttempt::End howOf(const EventRow& event)
{
    if (event.execution == ExecutionStatus::Skipped)
        return StepAttempt::End::Skipped;
    const bool failed = event.kind == EventKind::StepFailed || event.execution == ExecutionStatus::Failed;
    return failed ? StepAttempt::End::Failed : StepAttempt::End::Completed;
}

/// The latest open attempt that started before `at`, else the latest open one.
StepAttempt* openAttempt(std::vector<StepAttempt>& attempts, std::int64_t at)
{
    StepAttempt* sameInstant = nullptr;
    for (auto attempt = attempts.rbegin(); attempt != attempts.rend(); ++attempt) {
        if (!isOpen(*attempt))
            continue;
        if (attempt->start < at)
            return &*attempt;
        if (!sameInstant)
            sameInstant = &*attempt;
    }
    return sameInstant;
}

void close(std::vector<StepAttempt>& attempts, const EventRow& event)
{
    const std::int64_t at = event.occurredAt.micros;
    StepAttempt* attempt = openAttempt(attempts, at);
    if (!attempt) {
        attempt = &attempts.emplace_back();
        const std::int64_t lasted = event.durationMs.value_or(0) * 1000;
        attempt->start = lasted > 0 ? at - lasted : at;
        attempt->startIsDerived = lasted > 0;
        attempt->isInstant = !event.durationMs;
    }
    attempt->end = at;
    attempt->how = howOf(event);
    attempt->error = event.error;
}

void take(std::vector<StepAttempt>& attempts, const EventRow& event)
{
    const std::int64_t at = event.occurredAt.micros;
    if (isEnd(event)) {
        close(attempts, event);
        return;
    }
    const bool goesOn = event.execution == ExecutionStatus::InProgress || event.execution == ExecutionStatus::Started;
    StepAttempt* open = openAttempt(attempts, at);
    if (!isStart(event) && open) {
        open->end = std::max(open->end, at);
        return;
    }
    if (!isStart(event) && (!goesOn || !attempts.empty()))
        return;
    StepAttempt attempt;
    attempt.start = attempt.end = at;
    attempt.how = StepAttempt::End::Running;
    attempts.push_back(std::move(attempt));
}

/// Open attempts that others followed have no end; numbers go by start.
void settle(StepTrack& track, std::size_t most)
{
    auto& attempts = track.attempts;
    std::stable_sort(
        attempts.begin(), attempts.end(), [](const StepAttempt& a, const StepAttempt& b) { return a.start < b.start; });
    int number = 0;
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        attempts[i].number = ++number;
        if (isOpen(attempts[i]) && i + 1 < attempts.size()) {
            attempts[i].how = StepAttempt::End::Unreported;
            attempts[i].end = std::max(attempts[i].end, attempts[i + 1].start);
        }
    }
    if (attempts.size() > most) {
        track.leftOut = std::int64_t(attempts.size() - most);
        attempts.erase(attempts.begin(), attempts.end() - std::ptrdiff_t(most));
    }
}

struct Ending {
    std::int64_t at;
    std::size_t step;
};

/// When each step's turn came, from the ends of all others.
void findQueues(std::vector<StepTrack>& tracks)
{
    std::vector<Ending> endings;
    for (std::size_t step = 0; step < tracks.size(); ++step) {
        for (const StepAttempt& attempt : tracks[step].attempts) {
            if (attempt.how != StepAttempt::End::Running && attempt.how != StepAttempt::End::Unreported)
                endings.push_back({ attempt.end, step });
        }
    }
    std::sort(endings.begin(), endings.end(), [](const Ending& a, const Ending& b) { return a.at < b.at; });
    for (std::size_t step = 0; step < tracks.size(); ++step) {
        StepTrack& track = tracks[step];
        if (track.attempts.empty() || track.leftOut > 0 || track.attempts.front().isInstant)
            continue;
        auto after = std::upper_bound(endings.begin(), endings.end(), track.attempts.front().start,
            [](std::int64_t at, const Ending& ending) { return at < ending.at; });
        while (after != endings.begin()) {
            --after;
            if (after->step != step) {
                track.queuedSince = after->at;
                break;
            }
        }
    }
}

} // namespace

std::optional<std::int64_t> StepTrack::queueMicros() const
{
    if (!queuedSince || attempts.empty())
        return std::nullopt;
    return attempts.front().start - *queuedSince;
}

std::int64_t StepTrack::ranMicros() const
{
    std::int64_t sum = 0;
    for (const StepAttempt& attempt : attempts) {
        if (attempt.how == StepAttempt::End::Completed || attempt.how == StepAttempt::End::Failed)
            sum += attempt.end - attempt.start;
    }
    return sum;
}

std::vector<StepTrack> stepTracks(std::vector<EventRow> events, const std::vector<StepRow>& steps, std::size_t most)
{
    std::stable_sort(events.begin(), events.end(), [](const EventRow& a, const EventRow& b) {
        if (a.occurredAt.micros != b.occurredAt.micros)
            return a.occurredAt.micros < b.occurredAt.micros;
        return rank(a) != rank(b) ? rank(a) < rank(b) : a.seq < b.seq;
    });
    std::vector<StepTrack> tracks(steps.size());
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        tracks[i].stepId = steps[i].stepId;
        places.emplace(steps[i].stepId, i);
    }
    for (const EventRow& event : events) {
        if (event.stepId.empty())
            continue;
        const auto [place, isNew] = places.try_emplace(event.stepId, tracks.size());
        if (isNew)
            tracks.push_back({ event.stepId, {}, 0, {} });
        take(tracks[place->second].attempts, event);
    }
    for (StepTrack& track : tracks)
        settle(track, most);
    findQueues(tracks);
    return tracks;
}

} // namespace binnacle
