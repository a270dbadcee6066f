#include "ui/pages/entity/timeline_chart.h"

#include "ui/charts/chart_paint.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <limits>

namespace binnacle {

namespace {

using Shape = TimelineLayout::Shape;

constexpr double barHeight = 14;
constexpr double queueHeight = 8;
constexpr double crossFrom = 12; ///< A narrower failed run has no room for its cross.
constexpr double noteGap = 8;

} // namespace

TimelineChart::TimelineChart(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &TimelineChart::lookChanged, this, [this] { update(); });
}

void TimelineChart::setTimeline(EntityTimeline* timeline)
{
    if (m_timeline == timeline)
        return;
    if (m_timeline)
        disconnect(m_timeline, nullptr, this, nullptr);
    m_timeline = timeline;
    if (m_timeline)
        connect(m_timeline, &EntityTimeline::changed, this, &TimelineChart::layOut);
    layOut();
    Q_EMIT timelineChanged();
}

void TimelineChart::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickPaintedItem::geometryChange(now, before);
    if (now.width() != before.width())
        layOut();
}

void TimelineChart::layOut()
{
    m_layout = m_timeline ? layOutTimeline(m_timeline->tracks(), width(), m_timeline->isFolded()) : TimelineLayout();
    update();
    Q_EMIT layoutChanged();
}

int TimelineChart::barAt(double x, double y) const
{
    if (y < m_headHeight || !m_timeline)
        return -1;
    return m_layout.barAt(int((y - m_headHeight + m_scrollY) / m_rowHeight), x + m_scrollX);
}

QString TimelineChart::barTitle(int bar) const
{
    return m_timeline && bar >= 0 && bar < int(m_layout.bars.size())
        ? m_timeline->barText(m_layout.bars[std::size_t(bar)]).first
        : QString();
}

QString TimelineChart::barTimes(int bar) const
{
    return m_timeline && bar >= 0 && bar < int(m_layout.bars.size())
        ? m_timeline->barText(m_layout.bars[std::size_t(bar)]).second
        : QString();
}

QRectF TimelineChart::barRect(int bar) const
{
    if (bar < 0 || bar >= int(m_layout.bars.size()))
        return {};
    const TimelineLayout::Bar& at = m_layout.bars[std::size_t(bar)];
    return { at.left - m_scrollX, rowTop(at.row) + (m_rowHeight - barHeight) / 2, at.right - at.left, barHeight };
}

void TimelineChart::paint(QPainter* painter)
{
    if (!m_timeline || m_layout.axis.isEmpty())
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_font);
    painter->translate(-m_scrollX, 0);
    paintHead(*painter);
    painter->setClipRect(QRectF(m_scrollX, m_headHeight, width(), height() - m_headHeight));
    paintFolds(*painter);
    const int firstRow = std::max(0, int(m_scrollY / m_rowHeight));
    const int lastRow =
        std::min(int(m_timeline->tracks().size()) - 1, int((m_scrollY + height() - m_headHeight) / m_rowHeight));
    for (const TimelineLayout::Bar& bar : m_layout.bars) {
        const bool isSeen = bar.row >= firstRow && bar.row <= lastRow && bar.right >= m_scrollX - 1
            && bar.left <= m_scrollX + width() + 1;
        if (isSeen)
            paintBar(*painter, bar, rowTop(bar.row) + m_rowHeight / 2);
    }
    paintNotes(*painter, firstRow, lastRow);
}

void TimelineChart::paintHead(QPainter& painter) const
{
    const QFontMetricsF metrics(m_font);
    QFont strong = m_font;
    strong.setWeight(QFont::Medium);
    const auto ticks = m_layout.axis.ticks([&metrics](const QString& text) { return metrics.horizontalAdvance(text); },
        [this](std::int64_t at) { return m_timeline->tickText(at); },
        [this](std::int64_t length) { return m_timeline->lengthText(length); });
    for (const TimeAxis::Tick& tick : ticks) {
        const double wide = metrics.horizontalAdvance(tick.text) + 2;
        const double left = tick.anchor < 0 ? tick.x : tick.anchor > 0 ? tick.x - wide : tick.x - wide / 2;
        painter.setFont(tick.isFold ? strong : m_font);
        painter.setPen(tick.isFold ? m_late : m_ink);
        painter.drawText(QRectF(left, 0, wide + 4, m_headHeight), Qt::AlignLeft | Qt::AlignVCenter, tick.text);
    }
    painter.setFont(m_font);
}

void TimelineChart::paintFolds(QPainter& painter) const
{
    const double bottom = std::min(height(), rowTop(int(m_timeline->tracks().size())));
    constexpr double wave = 8;
    for (const TimeAxis::Fold& fold : m_layout.axis.folds()) {
        painter.fillRect(QRectF(fold.left, m_headHeight, TimeAxis::foldWidth, bottom - m_headHeight), m_foldFill);
        painter.setPen(QPen(m_foldLine, 1));
        painter.setBrush(Qt::NoBrush);
        for (const double shift : { 14.0, 20.0 }) {
            QPainterPath line(QPointF(fold.left + shift, m_headHeight));
            bool out = true;
            for (double y = m_headHeight + wave; y <= bottom; y += wave, out = !out)
                line.lineTo(fold.left + shift + (out ? 5 : 0), y);
            painter.drawPath(line);
        }
    }
}

void TimelineChart::paintBar(QPainter& painter, const TimelineLayout::Bar& bar, double middle) const
{
    const QRectF box(bar.left, middle - barHeight / 2, bar.right - bar.left, barHeight);
    const auto fill = [&](const QColor& color) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(box, std::min(2.0, box.width() / 2), 2);
    };
    const auto openRight = [&](const QColor& color) {
        // The end is not there yet: three dots instead of an edge.
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        for (int i = 0; i < 3; ++i)
            painter.drawEllipse(QPointF(bar.right + 4 + 4 * i, middle), 1.2, 1.2);
    };
    switch (bar.shape) {
    case Shape::Queue: {
        const QRectF thin(bar.left, middle - queueHeight / 2, bar.right - bar.left, queueHeight);
        if (thin.width() < 1)
            break;
        hatch(painter, thin, 5, 1.2, m_outline);
        painter.setPen(QPen(m_outline, 1));
        painter.drawLine(QPointF(thin.left(), thin.top() + 0.5), QPointF(thin.right(), thin.top() + 0.5));
        painter.drawLine(QPointF(thin.left(), thin.bottom() - 0.5), QPointF(thin.right(), thin.bottom() - 0.5));
        break;
    }
    case Shape::RetryWait: {
        QPen dots(m_late, 1.3, Qt::CustomDashLine, Qt::FlatCap);
        dots.setDashPattern({ 1.6, 2.3 });
        painter.setPen(dots);
        painter.drawLine(QPointF(bar.left, middle), QPointF(bar.right, middle));
        break;
    }
    case Shape::Run:
        fill(m_completed);
        break;
    case Shape::Running:
        fill(m_inProgress);
        openRight(m_inProgress);
        break;
    case Shape::Skipped:
        strokeInside(painter, box, 2, 1.2, m_outline);
        break;
    case Shape::Unreported:
        strokeInside(painter, box, 2, 1.2, m_outline);
        openRight(m_outline);
        break;
    case Shape::FailedRun: {
        fill(m_failed);
        if (box.width() < crossFrom)
            break;
        const QPointF at = box.center();
        painter.setPen(QPen(m_cut, 1.5, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(at + QPointF(-2.2, -2.2), at + QPointF(2.2, 2.2));
        painter.drawLine(at + QPointF(-2.2, 2.2), at + QPointF(2.2, -2.2));
        break;
    }
    }
}

void TimelineChart::paintNotes(QPainter& painter, int firstRow, int lastRow) const
{
    struct Reach {
        double left = std::numeric_limits<double>::max();
        double right = 0;
    };
    std::vector<Reach> reaches(m_timeline->tracks().size());
    for (const TimelineLayout::Bar& bar : m_layout.bars) {
        Reach& reach = reaches[std::size_t(bar.row)];
        reach.left = std::min(reach.left, bar.left);
        reach.right = std::max(reach.right, bar.right);
    }
    const QFontMetricsF metrics(m_font);
    for (int row = firstRow; row <= lastRow; ++row) {
        const EntityTimeline::RowNote note = m_timeline->rowNote(row);
        if (note.text.isEmpty())
            continue;
        const Reach& reach = reaches[std::size_t(row)];
        const double wide = metrics.horizontalAdvance(note.text) + 2;
        const bool fitsLeft = reach.left - noteGap - wide >= 4;
        const double left = fitsLeft ? reach.left - noteGap - wide : reach.right + noteGap;
        if (left + wide > m_layout.axis.width() - 4)
            continue; // What it says is in the row's own columns too.
        painter.setPen(note.tone == QLatin1String("failed") ? m_failed
                : note.tone == QLatin1String("late")        ? m_late
                                                            : m_ink);
        painter.drawText(QRectF(left, rowTop(row), wide + 4, m_rowHeight), Qt::AlignLeft | Qt::AlignVCenter, note.text);
    }
}

} // namespace binnacle
