#include "ui/charts/chart_paint.h"

#include <cmath>

namespace binnacle {

void strokeInside(QPainter& painter, const QRectF& box, double radius, double width, const QColor& color)
{
    const double half = width / 2;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, width));
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius);
}

void hatch(QPainter& painter, const QRectF& box, double step, double width, const QColor& color)
{
    painter.save();
    painter.setClipRect(box);
    painter.setPen(QPen(color, width));
    for (double x = box.left() - box.height(); x < box.right(); x += step)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()));
    painter.restore();
}

double niceStep(double value, int parts)
{
    if (!(value > 0) || parts < 1)
        return 1;
    const double raw = value / parts;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : { 1.0, 2.0, 2.5, 5.0 })
        if (raw <= factor * power * (1 + 1e-9))
            return factor * power;
    return 10 * power;
}

} // namespace binnacle
