#pragma once

#include "models/app/app_model.h"
#include "tests/models/entities/entities_fixture.h"
#include "ui/theme/theme_setup.h"

#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QTest>

#include <memory>

namespace binnacle::test {

/// The whole window of the program on a store of its own, driven by keys.
class MainWindow {
public:
    ~MainWindow() { close(); }

    EntitiesFixture& store() { return m_store; }
    AppModel& app() { return *m_app; }
    UiSettings& settings() { return *m_settings; }
    QQuickWindow& window() const { return *qobject_cast<QQuickWindow*>(m_qml->rootObjects().constFirst()); }
    /// What QML complained about, apart from the pages, which have tests of their own.
    const QStringList& warnings() const { return m_warnings; }

    /// Three entities, one of each status that matters.
    void fill()
    {
        m_store.add({ "acme/site/page/replay-without-regret step.failed build error=refused status=failed",
            "acme/site/dataset/monthly-report-2025-12 status.changed status=completed",
            "acme/shop/campaign/reprice-winter-2026 status.changed status=in_progress" });
    }

    /// False where it does not come up.
    bool open(AppIdentity identity = {}, const QString& rememberedIn = {})
    {
        m_settings = std::make_unique<UiSettings>(rememberedIn);
        m_settings->setTheme(QStringLiteral("dark"));
        m_app = std::make_unique<AppModel>(m_store.engine(), *m_settings, std::move(identity));
        m_qml = std::make_unique<QQmlApplicationEngine>();
        setUpEngine(*m_qml);
        QObject::connect(m_qml.get(), &QQmlEngine::warnings, m_qml.get(), [this](const QList<QQmlError>& warnings) {
            static const QRegularExpression ours(QStringLiteral("/(Shell|Palette|Import|Welcome)/"));
            for (const QQmlError& warning : warnings) {
                if (warning.url().path().contains(ours))
                    m_warnings << warning.toString();
            }
        });
        m_qml->setInitialProperties({ { QStringLiteral("app"), QVariant::fromValue(m_app.get()) } });
        m_qml->load(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Shell/Main.qml")));
        if (m_qml->rootObjects().isEmpty())
            return false;
        window().requestActivate();
        return QTest::qWaitForWindowActive(&window());
    }

    void close()
    {
        m_qml.reset();
        m_app.reset();
        m_settings.reset();
    }

    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window(), code, modifiers); }

    void type(const char* text)
    {
        for (const char letter : QByteArray(text))
            QTest::keyClick(&window(), letter);
    }

    bool focusIsInText() const
    {
        const QQuickItem* item = window().activeFocusItem();
        return item && item->inherits("QQuickTextInput");
    }

private:
    EntitiesFixture m_store;
    QStringList m_warnings;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<AppModel> m_app;
    std::unique_ptr<QQmlApplicationEngine> m_qml;
};

} // namespace binnacle::test
