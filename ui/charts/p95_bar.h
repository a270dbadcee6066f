#pragma once

#include <QColor>
#include <QQuickPaintedItem>

namespace binnacle {

/// A duration beside its 95th percentile: a bar with a tick at p95. Over 1x the bar is `late`, over 3x `failed` with a
/// broken end. The tick stands at 60 % of the width; p95 of 0 or less: no tick, the bar is neutral.
class P95Bar : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(double value MEMBER m_value NOTIFY lookChanged)
    Q_PROPERTY(double p95 MEMBER m_p95 NOTIFY lookChanged)
    Q_PROPERTY(QColor track MEMBER m_track NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor usual MEMBER m_usual NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor late MEMBER m_late NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor failed MEMBER m_failed NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(QColor tick MEMBER m_tick NOTIFY lookChanged REQUIRED)

public:
    explicit P95Bar(QQuickItem* parent = nullptr);

    void paint(QPainter* painter) override;

Q_SIGNALS:
    void lookChanged();

private:
    double m_value = 0;
    double m_p95 = 0;
    QColor m_track;
    QColor m_usual;
    QColor m_late;
    QColor m_failed;
    QColor m_tick;
};

} // namespace binnacle
