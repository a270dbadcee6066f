#pragma once

#include <QColor>
#include <QPainter>
#include <QRectF>

namespace binnacle {

/// A rounded outline whose line lies inside `box`, as CSS borders do.
void strokeInside(QPainter& painter, const QRectF& box, double radius, double width, const QColor& color);

/// 45 degree lines, `step` apart, clipped to `box`.
void hatch(QPainter& painter, const QRectF& box, double step, double width, const QColor& color);

/// The smallest of 1, 2, 2.5, 5 times a power of ten that covers `value` in `parts` equal steps.
double niceStep(double value, int parts);

} // namespace binnacle
