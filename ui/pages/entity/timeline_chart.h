#pragma once

#include "models/entity/entity_timeline.h"

#include <QColor>
#include <QFont>
#include <QQuickPaintedItem>

namespace binnacle {

/// The bars of an entity's steps over a line of time (ui.md, section 7, rule 7). As large as what is seen of it: rows
/// are shifted by `scrollY`, time by `scrollX`. The labels of the axis are in the topmost `headHeight` pixels.
class TimelineChart : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(binnacle::EntityTimeline* timeline READ timeline WRITE setTimeline NOTIFY timelineChanged REQUIRED)
    Q_PROPERTY(double headHeight MEMBER m_headHeight NOTIFY lookChanged)
    Q_PROPERTY(double rowHeight MEMBER m_rowHeight NOTIFY lookChanged)
    Q_PROPERTY(double scrollX MEMBER m_scrollX NOTIFY lookChanged)
    Q_PROPERTY(double scrollY MEMBER m_scrollY NOTIFY lookChanged)
    /// Width of the whole axis: `width`, or more where many folds need it.
    Q_PROPERTY(double contentWidth READ contentWidth NOTIFY layoutChanged)
    Q_PROPERTY(QFont font MEMBER m_font NOTIFY lookChanged)
    Q_PROPERTY(QColor completed MEMBER m_completed NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor inProgress MEMBER m_inProgress NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor failed MEMBER m_failed NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor late MEMBER m_late NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor outline MEMBER m_outline NOTIFY lookChanged REQUIRED) ///< Queue, skipped, without an end.
    Q_PROPERTY(QColor foldFill MEMBER m_foldFill NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor foldLine MEMBER m_foldLine NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor ink MEMBER m_ink NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor cut MEMBER m_cut NOTIFY lookChanged REQUIRED) ///< The cross in a failed run.

public:
    explicit TimelineChart(QQuickItem* parent = nullptr);

    EntityTimeline* timeline() const { return m_timeline; }
    void setTimeline(EntityTimeline* timeline);
    double contentWidth() const { return m_layout.axis.width(); }

    /// The bar under a point of the item: its number, or -1. Numbers hold until layoutChanged().
    Q_INVOKABLE int barAt(double x, double y) const;
    Q_INVOKABLE QString barTitle(int bar) const;
    Q_INVOKABLE QString barTimes(int bar) const;
    /// Of the bar, in the item.
    Q_INVOKABLE QRectF barRect(int bar) const;

    void paint(QPainter* painter) override;

Q_SIGNALS:
    void timelineChanged();
    void lookChanged();
    void layoutChanged();

protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    void layOut();
    double rowTop(int row) const { return m_headHeight + row * m_rowHeight - m_scrollY; }
    void paintHead(QPainter& painter) const;
    void paintFolds(QPainter& painter) const;
    void paintBar(QPainter& painter, const TimelineLayout::Bar& bar, double middle) const;
    void paintNotes(QPainter& painter, int firstRow, int lastRow) const;

    EntityTimeline* m_timeline = nullptr;
    TimelineLayout m_layout;
    double m_headHeight = 28;
    double m_rowHeight = 32;
    double m_scrollX = 0;
    double m_scrollY = 0;
    QFont m_font;
    QColor m_completed;
    QColor m_inProgress;
    QColor m_failed;
    QColor m_late;
    QColor m_outline;
    QColor m_foldFill;
    QColor m_foldLine;
    QColor m_ink;
    QColor m_cut;
};

} // namespace binnacle
