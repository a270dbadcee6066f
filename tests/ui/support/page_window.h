#pragma once

#include "models/app/app_model.h"
#include "ui/theme/theme_setup.h"

#include <QAccessible>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QSet>
#include <QTest>

#include <memory>

namespace binnacle::test {

/// One QML file in a window of its own, driven by keys and pointer. What QML complains about is kept.
class PageWindow {
public:
    /// Loads and shows the file with these initial properties; false where it does not come up.
    bool open(const QUrl& file, const QVariantMap& properties)
    {
        close();
        m_warnings.clear();
        m_view = std::make_unique<QQuickView>();
        setUpEngine(*m_view->engine());
        QObject::connect(m_view->engine(), &QQmlEngine::warnings, m_view.get(), [this](const QList<QQmlError>& list) {
            for (const QQmlError& warning : list)
                m_warnings << warning.toString();
        });
        m_view->setInitialProperties(properties);
        m_view->setResizeMode(QQuickView::SizeRootObjectToView);
        m_view->resize(1232, 828);
        m_view->setSource(file);
        if (!m_view->rootObject())
            return false;
        m_view->show();
        m_view->requestActivate();
        if (!QTest::qWaitForWindowActive(m_view.get()))
            return false;
        root()->forceActiveFocus();
        return true;
    }

    /// A page of the program: "Entities".
    bool openPage(const QString& name, AppModel& app, const QString& argument = {})
    {
        return open(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Pages/%1/%1Page.qml").arg(name)),
            { { QStringLiteral("app"), QVariant::fromValue(&app) }, { QStringLiteral("argument"), argument } });
    }

    void close() { m_view.reset(); }

    QQuickView& view() { return *m_view; }
    QQuickItem* root() const { return m_view->rootObject(); }
    QQuickItem* item(const char* objectName) const
    {
        return root()->findChild<QQuickItem*>(QString::fromLatin1(objectName));
    }
    const QStringList& warnings() const { return m_warnings; }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }

    void type(const char* text)
    {
        for (const char letter : QByteArray(text))
            QTest::keyClick(m_view.get(), letter);
    }

    void click(const QQuickItem& in, QPointF at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(m_view.get(), Qt::LeftButton, modifiers, in.mapToScene(at).toPoint());
    }

    /// Walks with Tab through what takes the focus, once around. Gives the types of those that tell a screen reader no
    /// name; `reached` is how many there were.
    QStringList namelessInTabOrder(int* reached)
    {
        QAccessible::setActive(true);
        QStringList nameless;
        QSet<QQuickItem*> seen;
        for (int i = 0; i < 60; ++i) {
            key(Qt::Key_Tab);
            QQuickItem* item = m_view->activeFocusItem();
            if (!item || seen.contains(item))
                break;
            seen.insert(item);
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
            if (!face || face->text(QAccessible::Name).isEmpty())
                nameless << QString::fromLatin1(item->metaObject()->className());
        }
        *reached = int(seen.size());
        return nameless;
    }

private:
    QStringList m_warnings;
    std::unique_ptr<QQuickView> m_view;
};

} // namespace binnacle::test
