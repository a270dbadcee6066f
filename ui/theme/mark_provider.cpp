#include "ui/theme/mark_provider.h"

#include <QFile>
#include <QLoggingCategory>
#include <QMutexLocker>
#include <QPainter>
#include <QSvgRenderer>

namespace binnacle {

namespace {

Q_LOGGING_CATEGORY(themeLog, "binnacle.theme")

// Every colour of the theme is opaque; the set is small, so the cache is only bounded against a runaway caller.
constexpr int maxCached = 2048;

bool isHexColour(const QString& text)
{
    if (text.size() != 6 && text.size() != 8)
        return false;
    return std::all_of(text.begin(), text.end(), [](QChar c) { return isxdigit(c.toLatin1()) != 0; });
}

/// SVG Tiny reads #RRGGBB only: the alpha of #AARRGGBB is dropped.
QByteArray rgbOf(const QString& hex)
{
    return '#' + hex.right(6).toLatin1();
}

} // namespace

MarkProvider::MarkProvider(Kind kind)
    : QQuickImageProvider(QQuickImageProvider::Pixmap)
    , m_kind(kind)
    , m_naturalSize(kind == Kind::Icon ? 16 : 12)
{
}

QPixmap MarkProvider::requestPixmap(const QString& id, QSize* size, const QSize& requestedSize)
{
    const QSize wanted = requestedSize.isEmpty() ? QSize(m_naturalSize, m_naturalSize) : requestedSize;
    if (size)
        *size = wanted;
    const QString key = id + u'@' + QString::number(wanted.width()) + u'x' + QString::number(wanted.height());
    const QMutexLocker lock(&m_mutex);
    if (const auto found = m_cache.constFind(key); found != m_cache.constEnd())
        return *found;
    if (m_cache.size() >= maxCached)
        m_cache.clear();
    return *m_cache.insert(key, render(id, wanted));
}

QPixmap MarkProvider::render(const QString& id, QSize size) const
{
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    const QStringList parts = id.split(u'/');
    const QString folder = m_kind == Kind::Icon ? QStringLiteral("icons") : QStringLiteral("glyphs");
    QFile file(QStringLiteral(":/binnacle/%1/%2.svg").arg(folder, parts.value(0)));
    if (!isHexColour(parts.value(1)) || !file.open(QIODevice::ReadOnly)) {
        qCWarning(themeLog) << "No picture for" << id;
        return pixmap;
    }
    QByteArray svg = file.readAll();
    svg.replace("\"#000\"", '"' + rgbOf(parts.at(1)) + '"');
    if (isHexColour(parts.value(2)))
        svg.replace("\"#fff\"", '"' + rgbOf(parts.at(2)) + '"');
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
    return pixmap;
}

} // namespace binnacle
