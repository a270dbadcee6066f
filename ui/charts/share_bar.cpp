#include "ui/charts/share_bar.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace binnacle {

namespace {

constexpr double gap = 1;
constexpr double smallest = 2;

} // namespace

ShareBar::ShareBar(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    setImplicitSize(96, 8);
    connect(this, &ShareBar::lookChanged, this, [this] { update(); });
}

void ShareBar::paint(QPainter* painter)
{
    painter->setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(boundingRect(), 2, 2);
    painter->setClipPath(outline);
    painter->fillRect(boundingRect(), m_track);

    const qsizetype parts = std::min(m_values.size(), m_colors.size());
    double sum = 0;
    int shown = 0;
    for (qsizetype i = 0; i < parts; ++i) {
        sum += std::max(0.0, m_values.at(i));
        shown += m_values.at(i) > 0 ? 1 : 0;
    }
    const double whole = std::max(sum, m_total);
    if (!(whole > 0))
        return;
    const bool isFull = whole <= sum;
    const double room = width() - (isFull ? (shown - 1) * gap : shown * gap);
    // Small parts are widened at the cost of the largest, so that the bar keeps its length.
    QList<double> widths;
    double excess = 0;
    for (qsizetype i = 0; i < parts; ++i) {
        const double exact = std::max(0.0, m_values.at(i)) / whole * room;
        widths.append(exact > 0 ? std::max(exact, smallest) : 0);
        excess += widths.last() - exact;
    }
    if (isFull && excess > 0) {
        const auto largest = std::max_element(widths.begin(), widths.end());
        *largest = std::max(smallest, *largest - excess);
    }
    double x = 0;
    for (qsizetype i = 0; i < parts; ++i) {
        if (widths.at(i) <= 0)
            continue;
        painter->fillRect(QRectF(x, 0, widths.at(i), height()), m_colors.at(i));
        x += widths.at(i) + gap;
    }
}

} // namespace binnacle
