#pragma once

#include <QSize>
#include <QString>

#include <optional>

class QQuickWindow;

namespace binnacle {

class AppModel;

/// A picture of the window, asked for by the environment; see dashboard.h.
struct PictureOrder {
    QString file;
    QString route;
    QString argument;
    QString theme;
    QSize size;

    static std::optional<PictureOrder> fromEnvironment();
};

/// Resizes `window`, goes to the page, waits until it draws nothing new, writes the file and ends the event loop with
/// 0, or 1 where the file could not be written.
void takePicture(QQuickWindow& window, AppModel& model, const PictureOrder& order);
/// The same of a window without pages.
void takePicture(QQuickWindow& window, const PictureOrder& order);

} // namespace binnacle
