#include "ui/charts/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr qsizetype maxPoints = 300;
constexpr double margin = 2;
constexpr double dotRadius = 1.9;

QList<double> bucketed(const QList<double>& values)
{
    if (values.size() <= maxPoints)
        return values;
    QList<double> buckets;
    for (qsizetype i = 0; i < maxPoints; ++i) {
        const auto first = values.begin() + i * values.size() / maxPoints;
        const auto last = values.begin() + (i + 1) * values.size() / maxPoints;
        double top = std::numeric_limits<double>::quiet_NaN();
        for (auto value = first; value != last; ++value)
            if (!std::isnan(*value) && !(top >= *value))
                top = *value;
        buckets.append(top);
    }
    return buckets;
}

} // namespace

Sparkline::Sparkline(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    setImplicitSize(56, 18);
    connect(this, &Sparkline::lookChanged, this, [this] { update(); });
}

void Sparkline::setValues(const QList<double>& values)
{
    if (values == m_values)
        return;
    m_values = bucketed(values);
    update();
    Q_EMIT valuesChanged();
}

void Sparkline::paint(QPainter* painter)
{
    double low = m_fromZero ? 0 : std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    for (const double value : m_values) {
        if (std::isnan(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (!(high >= low))
        return;
    const double span = high > low ? high - low : 1;
    const double step = m_values.size() > 1 ? (width() - 2 * margin) / double(m_values.size() - 1) : 0;
    // A flat line lies in the middle, not on the floor, unless the floor means zero.
    const double flat = high > low || m_fromZero ? 0 : 0.5;
    const double floor = height() - margin;
    QPainterPath line;
    QPainterPath area;
    QPointF at;
    bool isOpen = false;
    for (qsizetype i = 0; i < m_values.size(); ++i) {
        const double value = m_values.at(i);
        if (std::isnan(value)) {
            isOpen = false;
            continue;
        }
        const double x = m_values.size() > 1 ? margin + double(i) * step : width() - margin;
        const QPointF next(x, floor - (flat + (value - low) / span) * (height() - 2 * margin));
        if (isOpen) {
            line.lineTo(next);
            QPolygonF slice{ QPointF(at.x(), height()), at, next, QPointF(next.x(), height()) };
            area.addPolygon(slice);
        } else {
            line.moveTo(next);
        }
        at = next;
        isOpen = true;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_areaFill > 0) {
        QColor fill = m_color;
        fill.setAlphaF(float(m_areaFill));
        area.setFillRule(Qt::WindingFill);
        painter->fillPath(area.simplified(), fill);
    }
    painter->setPen(QPen(m_color, m_lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(line);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_color);
    painter->drawEllipse(at, dotRadius, dotRadius);
}

} // namespace binnacle
