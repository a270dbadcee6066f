#pragma once

#include <QColor>
#include <QQuickPaintedItem>

namespace binnacle {

/// The steps of an entity as blocks of 6 x 6, 2 apart. `blocks` has one letter a step: c completed (filled), i in
/// progress (half), f failed (tall), s skipped (flat), p or any other pending (outline). Where the width
/// holds fewer they are narrower, and where it holds fewer still, those at the left are left out: the work at hand is
/// at the right.
class StepBlocks : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString blocks READ blocks WRITE setBlocks NOTIFY blocksChanged)
    Q_PROPERTY(QColor completed MEMBER m_completed NOTIFY paletteChanged REQUIRED)
    Q_PROPERTY(QColor inProgress MEMBER m_inProgress NOTIFY paletteChanged REQUIRED)
    Q_PROPERTY(QColor failed MEMBER m_failed NOTIFY paletteChanged REQUIRED)
    Q_PROPERTY(QColor pending MEMBER m_pending NOTIFY paletteChanged REQUIRED)

public:
    explicit StepBlocks(QQuickItem* parent = nullptr);

    QString blocks() const { return m_blocks; }
    void setBlocks(const QString& blocks);
    void paint(QPainter* painter) override;

Q_SIGNALS:
    void blocksChanged();
    void paletteChanged();

private:
    QString m_blocks;
    QColor m_completed;
    QColor m_inProgress;
    QColor m_failed;
    QColor m_pending;
};

} // namespace binnacle
