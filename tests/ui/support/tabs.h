#pragma once

#include <QAccessible>
#include <QQuickItem>

namespace binnacle::test {

/// Brings the tab with that text on top, as a screen reader does; false where there is none.
inline bool openTab(const QObject& root, const QString& text)
{
    QAccessible::setActive(true);
    const auto items = root.findChildren<QQuickItem*>();
    for (QQuickItem* item : items) {
        if (!item->inherits("QQuickTabButton") || item->property("text") != text)
            continue;
        QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(item);
        if (face && face->actionInterface()) {
            face->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
            return true;
        }
    }
    return false;
}

} // namespace binnacle::test
