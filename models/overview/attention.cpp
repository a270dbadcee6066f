#include "models/overview/attention.h"

#include "models/common/formatter.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Attention", text);
}

/// One step over all projects that run it.
struct StepSum {
    std::int64_t runs = 0;
    std::int64_t failures = 0;
    double medianMs = 0; ///< Weighted by runs: good enough to compare two spans of the same step.
    std::int64_t measured = 0;
};

std::map<std::string, StepSum> sumByAction(const std::vector<StepStatistics>& statistics)
{
    std::map<std::string, StepSum> sums;
    for (const StepStatistics& step : statistics) {
        StepSum& sum = sums[step.action.empty() ? step.stepId : step.action];
        sum.runs += step.executions;
        sum.failures += step.failures;
        if (step.p50Ms) {
            sum.medianMs += *step.p50Ms * double(step.executions);
            sum.measured += step.executions;
        }
    }
    for (auto& [action, sum] : sums) {
        if (sum.measured > 0)
            sum.medianMs /= double(sum.measured);
    }
    return sums;
}

QString quoted(const std::string& value)
{
    QString text = QString::fromStdString(value);
    return text.contains(u' ') || text.contains(u':') || text.contains(u'"')
        ? u'"' + text.replace(u'"', QLatin1String("\\\"")) + u'"'
        : text;
}

double failureRate(const StepSum& sum)
{
    return sum.runs > 0 ? double(sum.failures) / double(sum.runs) : 0;
}

void addSteps(const AttentionInput& input, const Formatter& format, std::vector<AttentionItem>& items)
{
    const auto before = sumByAction(input.before);
    const QString since = format.clockMinute(double(input.recentFrom.micros));
    for (const auto& [action, recent] : sumByAction(input.recent)) {
        if (recent.runs < minimumRuns)
            continue;
        const auto usual = before.find(action);
        const bool hasUsual = usual != before.end() && usual->second.runs >= minimumRuns;
        const double rate = failureRate(recent);
        const double usualRate = hasUsual ? failureRate(usual->second) : 0;
        // More failures than chance makes of the usual rate: three standard deviations of a Poisson count.
        const double expected = usualRate * double(recent.runs);
        const bool isUnusual = recent.failures >= 3 && double(recent.failures) > expected + 3 * std::sqrt(expected);
        if (isUnusual && rate >= 0.05 && rate >= 2 * usualRate) {
            const QString name = QString::fromStdString(action);
            items.push_back({ QStringLiteral("failed"),
                hasUsual ? tr("%1 failing %2 vs %3")
                               .arg(name, format.percentInSentence(rate), format.percentInSentence(usualRate))
                         : tr("%1 failing %2").arg(name, format.percentInSentence(rate)),
                tr("%1 of %2 runs since %3").arg(format.count(recent.failures), format.count(recent.runs), since),
                tr("Open"), QStringLiteral("entities"), QStringLiteral("action:%1:failed").arg(quoted(action)),
                100 + 100 * rate });
        }
        if (hasUsual && usual->second.measured >= minimumRuns && recent.measured >= minimumRuns
            && recent.medianMs >= 2 * usual->second.medianMs && recent.medianMs >= 1000) {
            items.push_back({ QStringLiteral("late"),
                tr("%1 takes %2 vs %3")
                    .arg(QString::fromStdString(action), format.age(recent.medianMs),
                        format.age(usual->second.medianMs)),
                tr("median of %1 runs since %2, usual is the day before").arg(format.count(recent.measured), since),
                tr("Open"), QStringLiteral("entities"), QStringLiteral("step:%1").arg(quoted(action)),
                60 + std::min(30.0, recent.medianMs / usual->second.medianMs) });
        }
    }
}

void addGaps(const AttentionInput& input, const Formatter& format, std::vector<AttentionItem>& items)
{
    for (const SourceGap& gap : input.gaps) {
        const QString length = format.age(double(gap.to.micros - gap.from.micros) / 1000);
        const QString name = gap.source.isEmpty() ? tr("Every source") : gap.source;
        items.push_back({ QStringLiteral("stale"),
            gap.isOver ? tr("%1 was silent for %2").arg(name, length)
                       : tr("%1 has been silent for %2").arg(name, length),
            gap.isOver
                ? tr("%1 to %2")
                      .arg(format.clockMinute(double(gap.from.micros)), format.clockMinute(double(gap.to.micros)))
                : tr("since %1").arg(format.clockMinute(double(gap.from.micros))),
            gap.source.isEmpty() ? QString() : tr("Open"), QStringLiteral("entities"),
            gap.source.isEmpty() ? QString() : QStringLiteral("source:%1").arg(quoted(gap.source.toStdString())),
            gap.isOver ? 10.0 : 80.0 });
    }
}

/// Neighbouring buckets without events.
struct Run {
    std::size_t begin;
    std::size_t end;
};

/// All pauses after the first event.
std::vector<Run> quietRuns(const std::vector<std::int64_t>& counts)
{
    std::vector<Run> runs;
    bool spoke = false;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            spoke = true;
        else if (spoke && !runs.empty() && runs.back().end == i)
            ++runs.back().end;
        else if (spoke)
            runs.push_back({ i, i + 1 });
    }
    return runs;
}

/// Length that 95 of 100 of the other pauses do not exceed; 0 where there are too few to tell.
std::int64_t usualLength(const std::vector<Run>& runs, const Run& but)
{
    std::vector<std::int64_t> lengths;
    for (const Run& run : runs) {
        if (run.begin != but.begin)
            lengths.push_back(std::int64_t(run.end - run.begin));
    }
    if (lengths.size() < 3)
        return 0;
    const auto longest = lengths.begin() + std::ptrdiff_t(lengths.size() * 95 / 100);
    std::ranges::nth_element(lengths, longest);
    return *longest;
}

} // namespace

std::vector<AttentionItem> computeAttention(const AttentionInput& input, const Formatter& format)
{
    std::vector<AttentionItem> items;
    addSteps(input, format, items);
    if (input.retrying > 0)
        items.push_back({ QStringLiteral("failed"),
            (input.retrying == 1 ? tr("%1 entity retried more than 10 times")
                                 : tr("%1 entities retried more than 10 times"))
                .arg(format.count(input.retrying)),
            tr("changed within the last hour"), tr("Open %1").arg(format.count(input.retrying)),
            QStringLiteral("entities"), QStringLiteral("retries:>10 updated:<1h"), 90 });
    if (input.stuck > 0)
        items.push_back({ QStringLiteral("late"),
            (input.stuck == 1 ? tr("%1 entity silent for over 1 h") : tr("%1 entities silent for over 1 h"))
                .arg(format.count(input.stuck)),
            tr("in progress, no event says that they ended"), tr("Open %1").arg(format.count(input.stuck)),
            QStringLiteral("entities"), QStringLiteral("status:in_progress updated:>1h"), 50 });
    if (input.quarantined > 0)
        items.push_back({ QStringLiteral("unknown"),
            (input.quarantined == 1 ? tr("%1 event in quarantine") : tr("%1 events in quarantine"))
                .arg(format.count(input.quarantined)),
            input.quarantineReason.isEmpty() ? tr("waiting for a decision") : input.quarantineReason, tr("Inspect"),
            QStringLiteral("quarantine"), QString(), 40 });
    addGaps(input, format, items);
    std::ranges::stable_sort(items, std::ranges::greater{}, &AttentionItem::urgency);
    return items;
}

std::vector<SourceGap> findGaps(
    const std::vector<VolumePoint>& points, Timestamp from, Timestamp to, std::int64_t bucketSeconds)
{
    constexpr std::int64_t shortestSeconds = 20 * 60;
    constexpr double missedEvents = 20;
    constexpr double unusual = 1.5; // times the usual pauses: some sources speak in bursts
    const std::int64_t bucketMicros = bucketSeconds * 1'000'000;
    if (bucketMicros <= 0 || to <= from)
        return {};
    const auto buckets = std::size_t((to.micros - from.micros + bucketMicros - 1) / bucketMicros);

    std::map<std::string, std::vector<std::int64_t>> series;
    for (const VolumePoint& point : points) {
        const std::int64_t index = (point.bucket.micros - from.micros) / bucketMicros;
        if (point.bucket < from || index >= std::int64_t(buckets))
            continue;
        // "" is everything together; no source has an empty name.
        for (const std::string& name : { point.source, std::string() }) {
            auto& counts = series[name];
            counts.resize(buckets);
            counts[std::size_t(index)] += point.count;
        }
    }

    std::vector<SourceGap> gaps;
    std::vector<Run> silent; // of everything
    const auto scan = [&](const std::string& name, const std::vector<std::int64_t>& counts) {
        const std::vector<Run> quiet = quietRuns(counts);
        const double rate = double(std::accumulate(counts.begin(), counts.end(), std::int64_t{ 0 })) / double(buckets);
        for (const Run& run : quiet) {
            const auto length = std::int64_t(run.end - run.begin);
            const bool isToldAlready = !name.empty() && std::ranges::any_of(silent, [&](const Run& all) {
                return all.begin <= run.begin && run.end <= all.end;
            });
            if (length * bucketSeconds < shortestSeconds || rate * double(length) < missedEvents || isToldAlready
                || double(length) < unusual * double(usualLength(quiet, run)))
                continue;
            if (name.empty())
                silent.push_back(run);
            gaps.push_back({ QString::fromStdString(name), from.plusMicros(std::int64_t(run.begin) * bucketMicros),
                std::min(to, from.plusMicros(std::int64_t(run.end) * bucketMicros)), run.end < buckets });
        }
    };
    // The map's order puts "" first, so that gaps of everything are not told once more for each source.
    for (const auto& [name, counts] : series)
        scan(name, counts);
    return gaps;
}

} // namespace binnacle
