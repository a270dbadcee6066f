#include "models/common/formatter.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 wholeDay = 24 * hour;

/// One style for the whole window whatever the desktop's language: comma for thousands, point for decimals.
const QLocale& plain()
{
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

QString fixed(double number, int digits)
{
    return plain().toString(number, 'f', digits);
}

QString padded(qint64 number)
{
    return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

} // namespace

Formatter::Formatter(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_zone(QTimeZone::utc())
{
}

bool Formatter::setZone(const QString& name)
{
    QTimeZone zone = QTimeZone::utc();
    bool understood = name.compare(u"utc", Qt::CaseInsensitive) == 0;
    if (name.compare(u"local", Qt::CaseInsensitive) == 0) {
        zone = QTimeZone::systemTimeZone();
        understood = true;
    } else if (!understood) {
        const QTimeZone named(name.toUtf8());
        understood = named.isValid();
        if (understood)
            zone = named;
    }
    if (zone != m_zone) {
        m_zone = zone;
        Q_EMIT zoneChanged();
    }
    return understood;
}

QString Formatter::zone() const
{
    const QString id = QString::fromUtf8(m_zone.id());
    // The machine's zone may be UTC by another name.
    static const QStringList utcNames{ QStringLiteral("Etc/UTC"), QStringLiteral("Etc/UCT"), QStringLiteral("Etc/Zulu"),
        QStringLiteral("Zulu"), QStringLiteral("UCT") };
    return m_zone == QTimeZone::utc() || utcNames.contains(id) ? QStringLiteral("UTC") : id;
}

QString Formatter::count(qint64 number) const
{
    return plain().toString(number);
}

QString Formatter::axis(double number) const
{
    struct Unit {
        double size;
        const char* sign;
    };
    for (const Unit unit : std::array<Unit, 3>{ { { 1e9, "G" }, { 1e6, "M" }, { 1e3, "k" } } }) {
        if (std::abs(number) < unit.size)
            continue;
        const double scaled = number / unit.size;
        const bool whole = std::abs(scaled - std::round(scaled)) < 0.05;
        return fixed(scaled, whole ? 0 : 1) + u' ' + QLatin1String(unit.sign);
    }
    const bool whole = std::abs(number - std::round(number)) < 0.05;
    return fixed(number, whole ? 0 : 1);
}

QString Formatter::percent(double fraction, int digits) const
{
    if (!std::isfinite(fraction))
        return missing();
    return fixed(fraction * 100, digits) + QStringLiteral(" %");
}

QString Formatter::percentInSentence(double fraction) const
{
    const double value = fraction * 100;
    return percent(fraction, std::abs(value - std::round(value)) < 0.05 ? 0 : 1);
}

QString Formatter::duration(double milliseconds) const
{
    if (!std::isfinite(milliseconds))
        return missing();
    const double ms = std::max(0.0, milliseconds);
    if (ms > 0 && ms < 100)
        return tr("%1 ms").arg(fixed(ms, ms < 1 ? 1 : 0));
    // Rounded first, so that 59.98 s does not read "60.0 s".
    const double tenths = std::round(ms / 100) / 10;
    if (tenths < 10)
        return tr("%1 s").arg(tenths == 0 ? QStringLiteral("0") : fixed(tenths, 1));
    const qint64 s = std::llround(ms / 1000);
    if (s < minute)
        return tr("%1 s").arg(s);
    if (s < hour)
        return tr("%1 m %2 s").arg(s / minute).arg(padded(s % minute));
    return age(double(s) * 1000);
}

QString Formatter::age(double milliseconds) const
{
    if (!std::isfinite(milliseconds))
        return missing();
    // Cut, not rounded: a thing is 4 m old until it is 5 m old.
    const auto s = qint64(std::max(0.0, milliseconds) / 1000);
    if (s < minute)
        return tr("%1 s").arg(s);
    if (s < hour)
        return tr("%1 m").arg(s / minute);
    if (s < wholeDay)
        return tr("%1 h %2 m").arg(s / hour).arg(padded(s % hour / minute));
    const qint64 days = s / wholeDay;
    // Beside so many days hours say nothing, and cells are narrow.
    if (days >= 100)
        return tr("%1 d").arg(plain().toString(days));
    return tr("%1 d %2 h").arg(days).arg(s % wholeDay / hour);
}

QString Formatter::ageOf(double micros) const
{
    return age((double(now().micros) - micros) / 1000);
}

QString Formatter::rateNumber(double perSecond) const
{
    return perSecond >= 1000 ? count(std::llround(perSecond)) : fixed(perSecond, 1);
}

QString Formatter::rate(double perSecond) const
{
    return tr("%1 events/s").arg(rateNumber(perSecond));
}

QString Formatter::bytes(double number) const
{
    static constexpr std::array<const char*, 5> units = { "B", "KB", "MB", "GB", "TB" };
    std::size_t unit = 0;
    double scaled = number;
    while (scaled >= 999.5 && unit + 1 < units.size()) {
        scaled /= 1000;
        ++unit;
    }
    return fixed(scaled, unit >= 2 && scaled < 99.95 ? 1 : 0) + u' ' + QLatin1String(units[unit]);
}

QString Formatter::times(double ratio) const
{
    return std::isfinite(ratio) ? fixed(ratio, 1) + QStringLiteral("×") : missing();
}

QString Formatter::clockTime(double micros) const
{
    return inZone(micros).toString(QStringLiteral("HH:mm:ss"));
}

QString Formatter::clockTimeMs(double micros) const
{
    return inZone(micros).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString Formatter::clockMinute(double micros) const
{
    return inZone(micros).toString(QStringLiteral("HH:mm"));
}

QString Formatter::moment(double micros) const
{
    const QDateTime at = inZone(micros);
    const QDate today = inZone(double(now().micros)).date();
    if (at.date() == today)
        return clockTime(micros);
    if (at.date().year() == today.year())
        return day(micros) + u' ' + clockMinute(micros);
    return day(micros) + u' ' + QString::number(at.date().year());
}

QString Formatter::absolute(double micros) const
{
    return inZone(micros).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString Formatter::exact(double micros) const
{
    const auto whole = qint64(micros);
    const qint64 fraction = ((whole % 1'000'000) + 1'000'000) % 1'000'000;
    return absolute(double(whole - fraction)) + QStringLiteral(".%1").arg(fraction, 6, 10, QLatin1Char('0'));
}

QString Formatter::isoDay(double micros) const
{
    return inZone(micros).toString(QStringLiteral("yyyy-MM-dd"));
}

QString Formatter::day(double micros) const
{
    return plain().toString(inZone(micros).date(), QStringLiteral("d MMM"));
}

Timestamp Formatter::now() const
{
    return m_clock.now();
}

QDateTime Formatter::inZone(double micros) const
{
    const auto ms = qint64(std::floor(micros / 1000));
    return QDateTime::fromMSecsSinceEpoch(ms, m_zone);
}

} // namespace binnacle
