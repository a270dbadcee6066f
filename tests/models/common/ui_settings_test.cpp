#include "models/common/ui_settings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using binnacle::UiSettings;

class UiSettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void remembersBetweenStarts()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("deep/ui.json"));
        {
            UiSettings settings(path);
            settings.setTheme(QStringLiteral("light"));
            settings.setRailCollapsed(true);
            settings.setSection(
                QStringLiteral("entities"), { { QStringLiteral("compact"), true }, { QStringLiteral("width"), 40 } });
        }
        const UiSettings settings(path);
        QCOMPARE(settings.theme(), "light");
        QVERIFY(settings.isRailCollapsed());
        QCOMPARE(settings.section(QStringLiteral("entities")).value(QStringLiteral("width")).toInt(), 40);
        QVERIFY(settings.section(QStringLiteral("other")).isEmpty());
    }

    void defaultsHoldUntilTheUserChooses()
    {
        const QTemporaryDir folder;
        UiSettings settings(folder.filePath(QStringLiteral("ui.json")));
        settings.setDefaults(QStringLiteral("dark"), 1.25);
        QCOMPARE(settings.theme(), "dark");
        QCOMPARE(settings.textScale(), 1.25);
        settings.setTheme(QStringLiteral("system"));
        QCOMPARE(settings.theme(), "system");
        settings.setTextScale(9);
        QCOMPARE(settings.textScale(), 1.5);
    }

    void aDamagedFileIsKeptAside()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("ui.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{ not json");
        file.close();
        UiSettings settings(path);
        QCOMPARE(settings.theme(), "system");
        QVERIFY(QFile::exists(path + QStringLiteral(".damaged")));
        settings.setTheme(QStringLiteral("dark"));
        QVERIFY(settings.flush());
        QCOMPARE(UiSettings(path).theme(), "dark");
    }

    void aWriteThatFailsIsTold()
    {
        const QTemporaryDir folder;
        // A folder stands where the file should be: nobody, not even root, can write there.
        const QString path = folder.path();
        UiSettings settings(path);
        QSignalSpy told(&settings, &UiSettings::problemChanged);
        settings.setTheme(QStringLiteral("dark"));
        QVERIFY(!settings.flush());
        QCOMPARE(told.size(), 1);
        QVERIFY(settings.problem().contains(path));
    }
};

QTEST_GUILESS_MAIN(UiSettingsTest)
#include "ui_settings_test.moc"
