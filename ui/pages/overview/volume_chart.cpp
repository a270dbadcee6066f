#include "ui/pages/overview/volume_chart.h"

#include "ui/charts/chart_paint.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double labelGap = 8; // between an axis and its labels

} // namespace

VolumeChart::VolumeChart(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setImplicitSize(400, 130);
    connect(this, &VolumeChart::lookChanged, this, [this] { update(); });
}

QRectF VolumeChart::plot() const
{
    const QFontMetricsF metrics(m_font);
    double left = 28;
    for (const QString& label : m_gridLabels)
        left = std::max(left, metrics.horizontalAdvance(label));
    left += labelGap;
    const double head = metrics.height() + 4; // for the labels of gaps
    const double foot = metrics.height() + 6;
    return { left, head, std::max(1.0, width() - left), std::max(1.0, height() - head - foot) };
}

double VolumeChart::scaleTop() const
{
    return m_gridValues.isEmpty() ? 1 : std::max(1.0, m_gridValues.last());
}

int VolumeChart::bucketAt(double x) const
{
    const QRectF box = plot();
    if (m_bucketCount <= 0 || x < box.left() || x >= box.right())
        return -1;
    return std::min(m_bucketCount - 1, int((x - box.left()) / box.width() * m_bucketCount));
}

double VolumeChart::centreOf(int bucket) const
{
    const QRectF box = plot();
    return m_bucketCount > 0 ? box.left() + (bucket + 0.5) * box.width() / m_bucketCount : box.left();
}

void VolumeChart::paint(QPainter* painter)
{
    painter->setFont(m_font);
    const QRectF box = plot();
    paintGrid(*painter, box);
    paintColumns(*painter, box);
    paintGaps(*painter, box);
    paintTicks(*painter, box);
}

void VolumeChart::paintGrid(QPainter& painter, const QRectF& box) const
{
    const QFontMetricsF metrics(m_font);
    for (qsizetype i = 0; i < m_gridValues.size(); ++i) {
        const double y = std::round(box.bottom() - m_gridValues.at(i) / scaleTop() * box.height());
        painter.fillRect(QRectF(box.left(), y, box.width(), 1), i == 0 ? m_baseColor : m_gridColor);
        painter.setPen(m_textColor);
        const QString label = m_gridLabels.value(i);
        painter.drawText(
            QPointF(box.left() - labelGap - metrics.horizontalAdvance(label), y + metrics.ascent() / 2 - 1), label);
    }
}

void VolumeChart::paintColumns(QPainter& painter, const QRectF& box) const
{
    if (m_bucketCount <= 0)
        return;
    const qsizetype series = m_values.size() / m_bucketCount;
    const double step = box.width() / m_bucketCount;
    const double gap = step >= 4 ? 1 : 0;
    for (int bucket = 0; bucket < m_bucketCount; ++bucket) {
        const double left = std::round(box.left() + bucket * step);
        const double right = std::round(box.left() + (bucket + 1) * step) - gap;
        if (bucket == m_current) {
            QColor marked = m_textColor;
            marked.setAlphaF(0.16F);
            painter.fillRect(QRectF(left, box.top(), right - left, box.height()), marked);
        }
        double bottom = box.bottom();
        for (qsizetype i = 0; i < series; ++i) {
            const double height = m_values.at(i * m_bucketCount + bucket) / scaleTop() * box.height();
            if (height <= 0)
                continue;
            painter.fillRect(QRectF(left, bottom - height, right - left, height), m_colors.value(i, m_textColor));
            bottom -= height;
        }
    }
}

void VolumeChart::paintTicks(QPainter& painter, const QRectF& box) const
{
    const QFontMetricsF metrics(m_font);
    painter.setPen(m_textColor);
    double free = -1e9;
    for (qsizetype i = 0; i < m_tickPlaces.size(); ++i) {
        const QString label = m_tickLabels.value(i);
        const double wide = metrics.horizontalAdvance(label);
        const double x = std::min(box.left() + m_tickPlaces.at(i) * box.width() - wide / 2, box.right() - wide);
        // Labels give way before data does.
        if (x < free + 8)
            continue;
        painter.drawText(QPointF(x, box.bottom() + 5 + metrics.ascent()), label);
        free = x + wide;
    }
}

void VolumeChart::paintGaps(QPainter& painter, const QRectF& box) const
{
    const QFontMetricsF metrics(m_font);
    painter.setRenderHint(QPainter::Antialiasing);
    double free = -1e9;
    for (qsizetype i = 0; i < m_gapStarts.size(); ++i) {
        const double left = box.left() + m_gapStarts.at(i) * box.width();
        const double right = std::max(left + 3, box.left() + m_gapEnds.value(i) * box.width());
        const bool total = m_gapIsTotal.value(i);
        if (total) {
            hatch(painter, QRectF(left, box.top(), right - left, box.height()), 5, 1, m_gapColor);
        } else {
            painter.setPen(QPen(m_gapColor, 1.2));
            const double y = box.top() + 6;
            painter.drawPolyline(
                QPolygonF{ QPointF(left, y + 5), QPointF(left, y), QPointF(right, y), QPointF(right, y + 5) });
        }
        const QString label = m_gapLabels.value(i);
        const double wide = metrics.horizontalAdvance(label);
        const double x = std::clamp((left + right - wide) / 2, box.left(), std::max(box.left(), box.right() - wide));
        if (x < free + 8)
            continue;
        painter.setPen(m_gapColor);
        painter.drawText(QPointF(x, metrics.ascent()), label);
        free = x + wide;
    }
}

} // namespace binnacle
