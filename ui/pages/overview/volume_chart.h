#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QQuickPaintedItem>
#include <QStringList>

namespace binnacle {

/// Stacked columns over time with 3 to 5 grid lines, gaps marked: a total one is hatched, that of one series gets a
/// bracket; each with its label. `values` holds series after series, `bucketCount` each; the first lies at the bottom.
class VolumeChart : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<double> values MEMBER m_values NOTIFY lookChanged)
    Q_PROPERTY(int bucketCount MEMBER m_bucketCount NOTIFY lookChanged)
    Q_PROPERTY(QList<QColor> colors MEMBER m_colors NOTIFY lookChanged)
    Q_PROPERTY(QList<double> gridValues MEMBER m_gridValues NOTIFY lookChanged)
    Q_PROPERTY(QStringList gridLabels MEMBER m_gridLabels NOTIFY lookChanged)
    Q_PROPERTY(QList<double> tickPlaces MEMBER m_tickPlaces NOTIFY lookChanged)
    Q_PROPERTY(QStringList tickLabels MEMBER m_tickLabels NOTIFY lookChanged)
    Q_PROPERTY(QList<double> gapStarts MEMBER m_gapStarts NOTIFY lookChanged)
    Q_PROPERTY(QList<double> gapEnds MEMBER m_gapEnds NOTIFY lookChanged)
    Q_PROPERTY(QStringList gapLabels MEMBER m_gapLabels NOTIFY lookChanged)
    Q_PROPERTY(QList<bool> gapIsTotal MEMBER m_gapIsTotal NOTIFY lookChanged)
    Q_PROPERTY(QFont font MEMBER m_font NOTIFY lookChanged)
    Q_PROPERTY(QColor gridColor MEMBER m_gridColor NOTIFY lookChanged)
    Q_PROPERTY(QColor baseColor MEMBER m_baseColor NOTIFY lookChanged)
    Q_PROPERTY(QColor textColor MEMBER m_textColor NOTIFY lookChanged)
    Q_PROPERTY(QColor gapColor MEMBER m_gapColor NOTIFY lookChanged)
    /// The column under the pointer, marked; -1: none.
    Q_PROPERTY(int current MEMBER m_current NOTIFY lookChanged)

public:
    explicit VolumeChart(QQuickItem* parent = nullptr);

    void paint(QPainter* painter) override;

    /// The column at `x` in pixels, or -1.
    Q_INVOKABLE int bucketAt(double x) const;
    /// Middle of a column in pixels.
    Q_INVOKABLE double centreOf(int bucket) const;

Q_SIGNALS:
    void lookChanged();

private:
    QRectF plot() const;
    double scaleTop() const;
    void paintGrid(QPainter& painter, const QRectF& box) const;
    void paintColumns(QPainter& painter, const QRectF& box) const;
    void paintTicks(QPainter& painter, const QRectF& box) const;
    void paintGaps(QPainter& painter, const QRectF& box) const;

    QList<double> m_values;
    int m_bucketCount = 0;
    QList<QColor> m_colors;
    QList<double> m_gridValues;
    QStringList m_gridLabels;
    QList<double> m_tickPlaces;
    QStringList m_tickLabels;
    QList<double> m_gapStarts;
    QList<double> m_gapEnds;
    QStringList m_gapLabels;
    QList<bool> m_gapIsTotal;
    QFont m_font;
    QColor m_gridColor;
    QColor m_baseColor;
    QColor m_textColor;
    QColor m_gapColor;
    int m_current = -1;
};

} // namespace binnacle
