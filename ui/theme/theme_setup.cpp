#include "ui/theme/theme_setup.h"

#include "resources/resources.h"
#include "ui/theme/mark_provider.h"

#include <QFont>
#include <QGuiApplication>
#include <QIcon>
#include <QLoggingCategory>
#include <QQmlEngine>
#include <QQuickStyle>
#include <QQuickWindow>

namespace binnacle {

void setUpLook()
{
    // Only Qt's own file dialogs wear it; Basic would give them fixed colours, this one follows the window's palette.
    QQuickStyle::setStyle(QStringLiteral("Fusion"));
    // The desktop's own rasteriser: sharp at 11 to 13 px, where distance fields blur.
    QQuickWindow::setTextRenderType(QQuickWindow::NativeTextRendering);
    if (!installFonts())
        qWarning("An embedded font could not be read; the desktop's fonts are used.");
    QFont font(QStringLiteral("Binnacle Sans"));
    font.setPixelSize(13);
    font.setHintingPreference(QFont::PreferNoHinting);
    QGuiApplication::setFont(font);
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/binnacle/binnacle.svg")));
}

void setUpEngine(QQmlEngine& engine)
{
    engine.addImportPath(QStringLiteral(":/qt/qml"));
    engine.addImageProvider(QStringLiteral("icon"), new MarkProvider(MarkProvider::Kind::Icon));
    engine.addImageProvider(QStringLiteral("glyph"), new MarkProvider(MarkProvider::Kind::Glyph));
}

} // namespace binnacle
