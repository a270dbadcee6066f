#pragma once

#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

namespace binnacle {

/// A line without axes that ends in a dot: the last values of one figure, oldest first. NaN is a gap and the line is
/// not joined over it. More than 300 values are bucketed to the larger of each bucket.
class Sparkline : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<double> values READ values WRITE setValues NOTIFY valuesChanged)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY lookChanged REQUIRED)
    Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY lookChanged)
    Q_PROPERTY(bool fromZero MEMBER m_fromZero NOTIFY lookChanged)
    /// 0..1: the strength of the area below the line.
    Q_PROPERTY(double areaFill MEMBER m_areaFill NOTIFY lookChanged)

public:
    explicit Sparkline(QQuickItem* parent = nullptr);

    QList<double> values() const { return m_values; }
    void setValues(const QList<double>& values);
    void paint(QPainter* painter) override;

Q_SIGNALS:
    void valuesChanged();
    void lookChanged();

private:
    QList<double> m_values;
    QColor m_color;
    double m_lineWidth = 1.3;
    bool m_fromZero = false;
    double m_areaFill = 0;
};

} // namespace binnacle
