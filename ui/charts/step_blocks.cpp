#include "ui/charts/step_blocks.h"

#include "ui/charts/chart_paint.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double widest = 6;
constexpr double pitch = 8;
constexpr double narrowest = 4; // pitch of many steps in little room
constexpr double tall = 10;

} // namespace

StepBlocks::StepBlocks(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    setImplicitSize(0, tall);
    setFlag(ItemHasContents, false);
    connect(this, &StepBlocks::paletteChanged, this, [this] { update(); });
}

void StepBlocks::setBlocks(const QString& blocks)
{
    if (blocks == m_blocks)
        return;
    m_blocks = blocks;
    // Without blocks the item has no size, and the painter would have nothing to paint on.
    setFlag(ItemHasContents, !blocks.isEmpty());
    setImplicitWidth(blocks.isEmpty() ? 0 : double(blocks.size()) * pitch - (pitch - widest));
    update();
    Q_EMIT blocksChanged();
}

void StepBlocks::paint(QPainter* painter)
{
    const double gap = pitch - widest;
    const double step = std::clamp(std::floor((width() + gap) / double(m_blocks.size())), narrowest, pitch);
    const double side = step - gap;
    const auto room = qsizetype((width() + gap) / step);
    const QString shown = m_blocks.size() > room ? m_blocks.right(std::max<qsizetype>(room, 0)) : m_blocks;
    const double top = (height() - tall) / 2;
    painter->setRenderHint(QPainter::Antialiasing);
    double x = 0;
    for (const QChar letter : shown) {
        const QRectF low(x, top + 2, side, widest);
        painter->setPen(Qt::NoPen);
        switch (letter.unicode()) {
        case u'c':
            painter->setBrush(m_completed);
            painter->drawRoundedRect(low, 1.5, 1.5);
            break;
        case u'f':
            painter->setBrush(m_failed);
            painter->drawRoundedRect(QRectF(x, top, side, tall), 1.5, 1.5);
            break;
        case u'i':
            painter->fillRect(QRectF(x, top + 2, side / 2, widest), m_inProgress);
            strokeInside(*painter, low, 1.2, 1.2, m_inProgress);
            break;
        case u's':
            painter->fillRect(QRectF(x, top + 4.5, side, 1.2), m_pending);
            break;
        default:
            strokeInside(*painter, low, 1.2, 1.2, m_pending);
        }
        x += step;
    }
}

} // namespace binnacle
