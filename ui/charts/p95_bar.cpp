#include "ui/charts/p95_bar.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace binnacle {

namespace {

constexpr double tickAt = 0.6;
constexpr double thickness = 6;

} // namespace

P95Bar::P95Bar(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    setImplicitSize(64, 12);
    connect(this, &P95Bar::lookChanged, this, [this] { update(); });
}

void P95Bar::paint(QPainter* painter)
{
    const double top = (height() - thickness) / 2;
    const bool hasTick = m_p95 > 0;
    const double ratio = hasTick ? m_value / m_p95 : 0;
    const double reach = hasTick ? ratio * tickAt * width() : 0;
    const QColor color = ratio > 3 ? m_failed : ratio > 1 ? m_late : m_usual;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_track);
    painter->drawRoundedRect(QRectF(0, top, width(), thickness), 2, 2);
    painter->setBrush(color);
    if (reach > 0)
        painter->drawRoundedRect(QRectF(0, top, std::min(std::max(reach, 2.0), width()), thickness), 2, 2);
    if (ratio > 3) {
        // The bar goes on: two slanted cuts through its end.
        painter->setPen(QPen(m_track, 1.5));
        for (const double x : { width() - 9, width() - 5 })
            painter->drawLine(QPointF(x - 1.5, top + thickness), QPointF(x + 1.5, top));
    }
    if (hasTick) {
        painter->setPen(QPen(m_tick, 1.5, Qt::SolidLine, Qt::FlatCap));
        painter->drawLine(QPointF(tickAt * width(), 0), QPointF(tickAt * width(), height()));
    }
}

} // namespace binnacle
