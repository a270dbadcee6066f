#pragma once

#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

namespace binnacle {

/// Parts of a whole as one bar of 8 px: `values` in `colors`, 1 px apart. A part that is not zero keeps at least 2 px.
/// `total` above the sum leaves the rest empty; 0 means that the values fill the bar.
class ShareBar : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<double> values MEMBER m_values NOTIFY lookChanged)
    Q_PROPERTY(QList<QColor> colors MEMBER m_colors NOTIFY lookChanged)
    Q_PROPERTY(double total MEMBER m_total NOTIFY lookChanged)
    Q_PROPERTY(QColor track MEMBER m_track NOTIFY lookChanged)

public:
    explicit ShareBar(QQuickItem* parent = nullptr);

    void paint(QPainter* painter) override;

Q_SIGNALS:
    void lookChanged();

private:
    QList<double> m_values;
    QList<QColor> m_colors;
    double m_total = 0;
    QColor m_track = Qt::transparent;
};

} // namespace binnacle
