#pragma once

#include "backend/core/clock.h"
#include "backend/core/timestamp.h"

#include <QObject>
#include <QQmlEngine>
#include <QString>
#include <QTimeZone>

namespace binnacle {

/// The one place that turns numbers, units, ages and times into the window's text (ui.md, section 14). One zone
/// holds for everything. Times cross into QML as microseconds since 1970 UTC; a double carries them exactly until 2255.
class Formatter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(QString zone READ zone NOTIFY zoneChanged)
    Q_PROPERTY(QString missing READ missing CONSTANT)

public:
    explicit Formatter(const Clock& clock = Clock::system(), QObject* parent = nullptr);

    /// "utc", "local" or an IANA name; anything else counts as "utc". False where it was not understood.
    bool setZone(const QString& name);
    /// As the status bar states it: "UTC", "Europe/Berlin".
    QString zone() const;
    /// What stands for a value that is not there.
    QString missing() const { return QStringLiteral("–"); }

    /// 41,806
    Q_INVOKABLE QString count(qint64 number) const;
    /// For axes: 950, 10 k, 2.1 M
    Q_INVOKABLE QString axis(double number) const;
    /// `fraction` 0..1: "12.0 %"; `digits` after the point.
    Q_INVOKABLE QString percent(double fraction, int digits = 1) const;
    /// In sentences: plain when it is whole, "12 %", else "2.5 %".
    Q_INVOKABLE QString percentInSentence(double fraction) const;
    /// 0.8 s, 48 s, 4 m 12 s, 2 h 13 m, 1 d 4 h. Below 0.1 s: "40 ms". Negative counts as zero.
    Q_INVOKABLE QString duration(double milliseconds) const;
    /// An age in a table: 1 s, 48 s, 4 m, 2 h 13 m, 1 d 4 h.
    Q_INVOKABLE QString age(double milliseconds) const;
    /// The age of an instant now; an instant in the future has age "0 s".
    Q_INVOKABLE QString ageOf(double micros) const;
    /// The number of a rate: 18.4, 2,310
    Q_INVOKABLE QString rateNumber(double perSecond) const;
    /// 18.4 events/s
    Q_INVOKABLE QString rate(double perSecond) const;
    /// 512 B, 18 KB, 18.4 MB (powers of 1,000)
    Q_INVOKABLE QString bytes(double number) const;
    /// "0.8×" against a baseline.
    Q_INVOKABLE QString times(double ratio) const;

    /// 12:41:07
    Q_INVOKABLE QString clockTime(double micros) const;
    /// 12:41:07.123, for lists of events
    Q_INVOKABLE QString clockTimeMs(double micros) const;
    /// 12:41
    Q_INVOKABLE QString clockMinute(double micros) const;
    /// "12:41:07" today, "9 Jan 12:41" within the year, "9 Jan 2025" before.
    Q_INVOKABLE QString moment(double micros) const;
    /// 2026-01-10 12:29:08, for tooltips and fields
    Q_INVOKABLE QString absolute(double micros) const;
    /// 2026-01-10 12:29:08.123456
    Q_INVOKABLE QString exact(double micros) const;
    /// 2026-01-10
    Q_INVOKABLE QString isoDay(double micros) const;
    /// 9 Jan
    Q_INVOKABLE QString day(double micros) const;

    QString ageOf(Timestamp at) const { return ageOf(double(at.micros)); }
    QString clockTime(Timestamp at) const { return clockTime(double(at.micros)); }
    QString absolute(Timestamp at) const { return absolute(double(at.micros)); }
    QString moment(Timestamp at) const { return moment(double(at.micros)); }
    Timestamp now() const;

Q_SIGNALS:
    void zoneChanged();

private:
    QDateTime inZone(double micros) const;

    const Clock& m_clock;
    QTimeZone m_zone;
};

} // namespace binnacle
