#include "models/overview/volume_model.h"

#include "models/common/formatter.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace binnacle {

namespace {

constexpr std::size_t maxSeries = 6;

/// The smallest of 1, 2, 5 times a power of ten that is at least `value`.
double roundUp(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : { 1.0, 2.0, 5.0 }) {
        if (step * power >= value)
            return step * power;
    }
    return 10 * power;
}

} // namespace

VolumeModel::VolumeModel(const Formatter& format, QObject* parent)
    : QObject(parent)
    , m_format(format)
{
}

void VolumeModel::setPoints(const std::vector<VolumePoint>& points, Timestamp from, Timestamp to,
    std::int64_t bucketSeconds, std::int64_t fineSeconds, const QString& spanName)
{
    m_from = from;
    m_to = to;
    m_bucketSeconds = bucketSeconds;
    m_bucketCount = int((to.micros - from.micros) / (bucketSeconds * 1'000'000));
    setSeries(points);
    setScale();
    setTicks();
    setGaps(points, fineSeconds);
    m_subtitle = (m_total == 1 ? tr("%1 event in %2, per %3") : tr("%1 events in %2, per %3"))
                     .arg(m_format.count(m_total), spanName, m_format.age(double(bucketSeconds) * 1000));
    if (!m_gaps.empty())
        m_subtitle += (m_gaps.size() == 1 ? tr("; %1 gap") : tr("; %1 gaps")).arg(m_gaps.size());
    m_sentence = m_total == 0
        ? tr("No events were recorded in %1.").arg(spanName)
        : tr("%1 events from %2 sources in %3, at most %4 in %5.")
              .arg(m_format.count(m_total))
              .arg(m_names.size())
              .arg(spanName, m_format.count(qint64(m_largest)), m_format.age(double(bucketSeconds) * 1000));
    Q_EMIT changed();
}

void VolumeModel::setSeries(const std::vector<VolumePoint>& points)
{
    struct Series {
        std::string name;
        std::int64_t total = 0;
        std::vector<std::int64_t> counts;
    };
    std::map<std::string, Series> bySource;
    m_total = 0;
    for (const VolumePoint& point : points) {
        const std::int64_t bucket = (point.bucket.micros - m_from.micros) / (m_bucketSeconds * 1'000'000);
        if (point.bucket < m_from || bucket >= m_bucketCount)
            continue;
        Series& series = bySource[point.source];
        series.name = point.source;
        series.counts.resize(std::size_t(m_bucketCount));
        series.counts[std::size_t(bucket)] += point.count;
        series.total += point.count;
        m_total += point.count;
    }
    std::vector<Series> all;
    for (auto& [name, series] : bySource)
        all.push_back(std::move(series));
    std::ranges::stable_sort(all, std::ranges::greater{}, &Series::total);
    if (all.size() > maxSeries) {
        Series& other = all[maxSeries - 1];
        for (std::size_t i = maxSeries; i < all.size(); ++i) {
            other.total += all[i].total;
            for (std::size_t bucket = 0; bucket < other.counts.size(); ++bucket)
                other.counts[bucket] += all[i].counts[bucket];
        }
        other.name.clear();
        all.resize(maxSeries);
    }

    m_names.clear();
    m_totals.clear();
    m_values.clear();
    m_largest = 0;
    for (const Series& series : all) {
        m_names.append(series.name.empty() ? tr("Other") : QString::fromStdString(series.name));
        m_totals.append(m_format.count(series.total));
        for (const std::int64_t count : series.counts)
            m_values.append(double(count));
    }
    for (int bucket = 0; bucket < m_bucketCount; ++bucket) {
        double sum = 0;
        for (qsizetype series = 0; series < m_names.size(); ++series)
            sum += m_values[series * m_bucketCount + bucket];
        m_largest = std::max(m_largest, sum);
    }
}

void VolumeModel::setScale()
{
    m_gridValues.clear();
    m_gridLabels.clear();
    if (m_largest <= 0)
        return;
    const double step = std::max(1.0, roundUp(m_largest / 2));
    for (double value = 0; value < m_largest + step; value += step) {
        m_gridValues.append(value);
        m_gridLabels.append(m_format.axis(value));
    }
}

void VolumeModel::setTicks()
{
    m_tickPlaces.clear();
    m_tickLabels.clear();
    const double span = double(m_to.micros - m_from.micros);
    constexpr int ticks = 6;
    for (int i = 0; i < ticks; ++i) {
        const double place = (double(i) + 0.35) / ticks;
        // On whole buckets, so that a label stands below the column it names.
        const auto bucket = std::int64_t(place * m_bucketCount);
        const std::int64_t at = m_from.micros + bucket * m_bucketSeconds * 1'000'000;
        m_tickPlaces.append(double(at - m_from.micros) / span);
        m_tickLabels.append(span > 2 * 24 * 3600e6 ? m_format.day(double(at)) : m_format.clockMinute(double(at)));
    }
    m_tickPlaces.append(1);
    m_tickLabels.append(tr("now"));
}

void VolumeModel::setGaps(const std::vector<VolumePoint>& points, std::int64_t fineSeconds)
{
    m_gaps = findGaps(points, m_from, m_to, fineSeconds);
    m_gapStarts.clear();
    m_gapEnds.clear();
    m_gapLabels.clear();
    m_gapIsTotal.clear();
    const double span = double(m_to.micros - m_from.micros);
    for (const SourceGap& gap : m_gaps) {
        const QString length = m_format.age(double(gap.to.micros - gap.from.micros) / 1000);
        m_gapStarts.append(double(gap.from.micros - m_from.micros) / span);
        m_gapEnds.append(double(gap.to.micros - m_from.micros) / span);
        m_gapIsTotal.append(gap.source.isEmpty());
        m_gapLabels.append(
            gap.source.isEmpty() ? tr("Nothing for %1").arg(length) : tr("%1 silent %2").arg(gap.source, length));
    }
}

QString VolumeModel::bucketLabel(int bucket) const
{
    return m_format.absolute(Timestamp{ m_from.micros + std::int64_t(bucket) * m_bucketSeconds * 1'000'000 });
}

QString VolumeModel::valueText(int series, int bucket) const
{
    const qsizetype at = qsizetype(series) * m_bucketCount + bucket;
    return at >= 0 && at < m_values.size() ? m_format.count(qint64(m_values[at])) : QString();
}

} // namespace binnacle
