#include "models/entity/entity_timeline.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/formatter.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::int64_t pageSize = 1000;
// A retry storm is not read to its first day: the latest events are the ones at hand.
constexpr std::size_t mostEvents = 5000;
constexpr std::int64_t day = 86'400 * std::int64_t(1'000'000);
constexpr std::int64_t worthWords = 10 * 60 * std::int64_t(1'000'000);

QString nameOf(const StepRow& step)
{
    return QString::fromStdString(step.action.empty() ? step.stepId : step.action);
}

} // namespace

EntityTimeline::EntityTimeline(Engine& engine, const Formatter& formatter, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_formatter(formatter)
{
    connect(&m_formatter, &Formatter::zoneChanged, this, &EntityTimeline::changed);
}

void EntityTimeline::show(EntityRef ref, std::vector<StepRow> steps)
{
    m_ref = ref;
    m_nextSteps = std::move(steps);
    m_events.clear();
    m_nextMoreEvents = false;
    readPage({});
}

void EntityTimeline::clear()
{
    m_read.cancel();
    m_ref = 0;
    m_steps.clear();
    m_events.clear();
    m_tracks.clear();
    m_hasAttempts = false;
    m_moreEvents = false;
    m_problem.clear();
    Q_EMIT changed();
}

void EntityTimeline::setFolded(bool folded)
{
    if (m_folded == folded)
        return;
    m_folded = folded;
    Q_EMIT foldedChanged();
    Q_EMIT changed();
}

void EntityTimeline::readPage(const std::string& cursor)
{
    EventQuery query;
    query.entity = m_ref;
    query.stepsOnly = true;
    query.byOccurrence = true;
    m_read.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EventRow>> done) {
            m_engine.events(token, query, { pageSize, cursor }, std::move(done));
        },
        [this](Result<Page<EventRow>> answer) { take(std::move(answer)); });
}

void EntityTimeline::take(Result<Page<EventRow>> answer)
{
    if (!answer) {
        m_problem = errorText(answer.error());
        m_events.clear();
        Q_EMIT changed();
        return;
    }
    m_problem.clear();
    std::move(answer->items.begin(), answer->items.end(), std::back_inserter(m_events));
    if (!answer->nextCursor.empty()) {
        if (m_events.size() < mostEvents) {
            readPage(answer->nextCursor);
            return;
        }
        m_nextMoreEvents = true;
    }
    finish();
}

void EntityTimeline::finish()
{
    m_steps = std::move(m_nextSteps);
    m_nextSteps.clear();
    m_tracks = stepTracks(std::move(m_events), m_steps);
    m_events.clear();
    // The rows are the steps of the detail; an event newer than it brings its row with the next one.
    m_tracks.resize(m_steps.size());
    m_moreEvents = m_nextMoreEvents;
    m_hasAttempts = false;
    for (const StepTrack& track : m_tracks) {
        for (const StepAttempt& attempt : track.attempts) {
            m_span.begin = m_hasAttempts ? std::min(m_span.begin, attempt.start) : attempt.start;
            m_span.end = m_hasAttempts ? std::max(m_span.end, attempt.end) : attempt.end;
            m_hasAttempts = true;
        }
    }
    Q_EMIT changed();
}

QString EntityTimeline::ranText() const
{
    if (!m_hasAttempts)
        return {};
    std::int64_t ran = 0;
    for (const StepTrack& track : m_tracks)
        ran += track.ranMicros();
    const std::int64_t whole = m_span.end - m_span.begin;
    // Instants alone say when, not how long.
    if (ran <= 0)
        return whole > 0 ? tr("over %1").arg(lengthText(whole)) : QString();
    return ran > whole ? tr("ran %1, in %2").arg(lengthText(ran), lengthText(whole))
                       : tr("ran %1 of %2").arg(lengthText(ran), lengthText(whole));
}

QString EntityTimeline::note() const
{
    if (!m_problem.isEmpty())
        return m_hasAttempts ? tr("newer events could not be read") : QString();
    if (m_moreEvents)
        return tr("Drawn from the latest %1 step events").arg(m_formatter.count(qint64(mostEvents)));
    std::int64_t leftOut = 0;
    for (const StepTrack& track : m_tracks)
        leftOut += track.leftOut;
    return leftOut > 0 ? tr("%1 earlier attempts are not drawn").arg(m_formatter.count(leftOut)) : QString();
}

QString EntityTimeline::sentence() const
{
    if (!m_hasAttempts)
        return tr("Timeline without an attempt");
    std::size_t attempts = 0;
    std::size_t failed = 0;
    for (const StepTrack& track : m_tracks) {
        attempts += track.attempts.size();
        failed += std::size_t(std::count_if(track.attempts.begin(), track.attempts.end(),
            [](const StepAttempt& attempt) { return attempt.how == StepAttempt::End::Failed; }));
    }
    return tr("Timeline from %1 to %2: %3 attempts, %4 failed, %5")
        .arg(m_formatter.absolute(double(m_span.begin)), m_formatter.absolute(double(m_span.end)))
        .arg(attempts)
        .arg(failed)
        .arg(ranText());
}

EntityTimeline::RowNote EntityTimeline::rowNote(int row) const
{
    const StepTrack& track = m_tracks[std::size_t(row)];
    const auto& attempts = track.attempts;
    const auto failed = std::int64_t(std::count_if(attempts.begin(), attempts.end(),
        [](const StepAttempt& attempt) { return attempt.how == StepAttempt::End::Failed; }));
    if (attempts.empty())
        return {};
    if (attempts.back().how == StepAttempt::End::Failed)
        return failed > 1 ? RowNote{ tr("%1 attempts failed").arg(m_formatter.count(failed)), QStringLiteral("failed") }
                          : RowNote{};
    if (failed > 0)
        return { failed == 1 ? tr("1 failed attempt") : tr("%1 failed attempts").arg(m_formatter.count(failed)),
            QStringLiteral("late") };
    if (track.queueMicros().value_or(0) > worthWords)
        return { tr("%1 in queue").arg(lengthText(*track.queueMicros())), QStringLiteral("muted") };
    return {};
}

QString EntityTimeline::tickText(std::int64_t micros) const
{
    const std::int64_t whole = m_span.end - m_span.begin;
    if (whole < 3 * 60 * std::int64_t(1'000'000))
        return m_formatter.clockTime(double(micros));
    if (whole < day / 2 || m_formatter.isoDay(double(m_span.begin)) == m_formatter.isoDay(double(m_span.end)))
        return m_formatter.clockMinute(double(micros));
    return m_formatter.day(double(micros)) + QLatin1Char(' ') + m_formatter.clockMinute(double(micros));
}

QString EntityTimeline::lengthText(std::int64_t micros) const
{
    return m_formatter.duration(double(micros) / 1000);
}

QString EntityTimeline::timesOf(const StepAttempt& attempt) const
{
    const QString start = m_formatter.absolute(double(attempt.start));
    const QString end = m_formatter.absolute(double(attempt.end));
    if (attempt.isInstant)
        return tr("At %1; its start was not reported").arg(end);
    if (attempt.how == StepAttempt::End::Running)
        return tr("Since %1, %2 by now").arg(start, m_formatter.ageOf(double(attempt.start)));
    if (attempt.how == StepAttempt::End::Unreported)
        return tr("Since %1; its end was not reported").arg(start);
    const QString times = tr("%1 to %2, %3").arg(start, end, lengthText(attempt.end - attempt.start));
    return attempt.startIsDerived ? tr("%1 (start from its duration)").arg(times) : times;
}

std::pair<QString, QString> EntityTimeline::barText(const TimelineLayout::Bar& bar) const
{
    using Shape = TimelineLayout::Shape;
    const StepTrack& track = m_tracks[std::size_t(bar.row)];
    const StepAttempt& attempt = track.attempts[std::size_t(bar.attempt)];
    const QString name = nameOf(m_steps[std::size_t(bar.row)]);
    if (bar.shape == Shape::Queue)
        return { tr("%1 waited %2 for its turn").arg(name, lengthText(track.queueMicros().value_or(0))),
            tr("%1 to %2")
                .arg(m_formatter.absolute(double(*track.queuedSince)), m_formatter.absolute(double(attempt.start))) };
    if (bar.shape == Shape::RetryWait) {
        const StepAttempt& before = track.attempts[std::size_t(bar.attempt) - 1];
        return { tr("%1 waited %2 to retry").arg(name, lengthText(attempt.start - before.end)),
            tr("%1 to %2").arg(m_formatter.absolute(double(before.end)), m_formatter.absolute(double(attempt.start))) };
    }
    const bool several = track.attempts.size() > 1 || track.leftOut > 0;
    const QString who = several ? tr("%1, attempt %2").arg(name).arg(attempt.number) : name;
    switch (bar.shape) {
    case Shape::FailedRun:
        return { attempt.error.empty() ? tr("%1 failed").arg(who)
                                       : tr("%1 failed: %2").arg(who, QString::fromStdString(attempt.error).left(300)),
            timesOf(attempt) };
    case Shape::Skipped:
        return { tr("%1 was skipped").arg(who), timesOf(attempt) };
    case Shape::Running:
        return { tr("%1 runs").arg(who), timesOf(attempt) };
    case Shape::Unreported:
        return { tr("%1 has no end").arg(who), timesOf(attempt) };
    default:
        return { tr("%1 completed").arg(who), timesOf(attempt) };
    }
}

} // namespace binnacle
