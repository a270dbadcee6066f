#pragma once

#include <QHash>
#include <QMutex>
#include <QQuickImageProvider>

namespace binnacle {

/// Draws the SVG icons and status marks in a colour: `image://icon/<name>/<ink>` and
/// `image://glyph/<name>/<ink>/<cut>`, colours as hexadecimal RRGGBB or AARRGGBB without the hash sign.
/// An Image asks with sourceSize in logical pixels; Qt multiplies it by the pixel ratio, so each (name, colours,
/// device size) is rendered once and kept. An unknown name gives a transparent picture and a warning in the log.
class MarkProvider final : public QQuickImageProvider {
public:
    enum class Kind { Icon, Glyph };
    explicit MarkProvider(Kind kind);

    QPixmap requestPixmap(const QString& id, QSize* size, const QSize& requestedSize) override;

private:
    QPixmap render(const QString& id, QSize size) const;

    const Kind m_kind;
    const int m_naturalSize; ///< Pixels of a side where the caller names no size.
    QMutex m_mutex;
    QHash<QString, QPixmap> m_cache;
};

} // namespace binnacle
