#pragma once

#include "models/overview/attention.h"

#include <QList>
#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace binnacle {

class Formatter;

/// Events by source in equal buckets of the time they were recorded, for a stacked chart. At most six series, largest
/// first; what is left over is "other". Lists of gaps run in parallel.
class VolumeModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an OverviewModel.")
    Q_PROPERTY(QString subtitle READ subtitle NOTIFY changed)
    Q_PROPERTY(int bucketCount READ bucketCount NOTIFY changed)
    Q_PROPERTY(QStringList seriesNames READ seriesNames NOTIFY changed)
    Q_PROPERTY(QStringList seriesTotals READ seriesTotals NOTIFY changed)
    /// Series after series, `bucketCount` values each.
    Q_PROPERTY(QList<double> values READ values NOTIFY changed)
    Q_PROPERTY(double largest READ largest NOTIFY changed)
    Q_PROPERTY(QList<double> gridValues READ gridValues NOTIFY changed)
    Q_PROPERTY(QStringList gridLabels READ gridLabels NOTIFY changed)
    /// Places of the time labels as a share of the width, 0..1.
    Q_PROPERTY(QList<double> tickPlaces READ tickPlaces NOTIFY changed)
    Q_PROPERTY(QStringList tickLabels READ tickLabels NOTIFY changed)
    Q_PROPERTY(QList<double> gapStarts READ gapStarts NOTIFY changed)
    Q_PROPERTY(QList<double> gapEnds READ gapEnds NOTIFY changed)
    Q_PROPERTY(QStringList gapLabels READ gapLabels NOTIFY changed)
    /// True: nothing at all was recorded (hatched); false: one source was silent (bracket).
    Q_PROPERTY(QList<bool> gapIsTotal READ gapIsTotal NOTIFY changed)
    /// The chart in one sentence.
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed)
    /// False until the events were read for the first time.
    Q_PROPERTY(bool known READ isKnown NOTIFY changed)

public:
    VolumeModel(const Formatter& format, QObject* parent);

    /// `points` come in buckets of `fineSeconds`, in which gaps are looked for; columns are `bucketSeconds` wide.
    void setPoints(const std::vector<VolumePoint>& points, Timestamp from, Timestamp to, std::int64_t bucketSeconds,
        std::int64_t fineSeconds, const QString& spanName);

    /// Lines of a table with the same numbers: time, then a column a series.
    Q_INVOKABLE QString bucketLabel(int bucket) const;
    Q_INVOKABLE QString valueText(int series, int bucket) const;

    QString subtitle() const { return m_subtitle; }
    int bucketCount() const { return m_bucketCount; }
    QStringList seriesNames() const { return m_names; }
    QStringList seriesTotals() const { return m_totals; }
    QList<double> values() const { return m_values; }
    double largest() const { return m_largest; }
    QList<double> gridValues() const { return m_gridValues; }
    QStringList gridLabels() const { return m_gridLabels; }
    QList<double> tickPlaces() const { return m_tickPlaces; }
    QStringList tickLabels() const { return m_tickLabels; }
    QList<double> gapStarts() const { return m_gapStarts; }
    QList<double> gapEnds() const { return m_gapEnds; }
    QStringList gapLabels() const { return m_gapLabels; }
    QList<bool> gapIsTotal() const { return m_gapIsTotal; }
    QString sentence() const { return m_sentence; }
    bool isEmpty() const { return m_total == 0; }
    bool isKnown() const { return m_bucketCount > 0; }
    const std::vector<SourceGap>& gaps() const { return m_gaps; }

Q_SIGNALS:
    void changed();

private:
    void setSeries(const std::vector<VolumePoint>& points);
    void setScale();
    void setTicks();
    void setGaps(const std::vector<VolumePoint>& points, std::int64_t fineSeconds);

    const Formatter& m_format;
    Timestamp m_from;
    Timestamp m_to;
    std::int64_t m_bucketSeconds = 900;
    int m_bucketCount = 0;
    std::int64_t m_total = 0;
    QStringList m_names;
    QStringList m_totals;
    QList<double> m_values;
    double m_largest = 0;
    QList<double> m_gridValues;
    QStringList m_gridLabels;
    QList<double> m_tickPlaces;
    QStringList m_tickLabels;
    QList<double> m_gapStarts;
    QList<double> m_gapEnds;
    QStringList m_gapLabels;
    QList<bool> m_gapIsTotal;
    std::vector<SourceGap> m_gaps;
    QString m_subtitle;
    QString m_sentence;
};

} // namespace binnacle
