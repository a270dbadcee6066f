#include "backend/core/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace binnacle;

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void builtInValuesWithoutFile();
    void readsEveryKey();
    void namesPathValueAndExpectation_data();
    void namesPathValueAndExpectation();
    void tellsEveryProblem();
    void keepsLastGoodSettings();
    void writesWhatItReads();
    void getsByPath();
    void setsOneKeyAndKeepsTheRest();
    void setTakesPlainText();
    void setRefusesWithoutTouchingTheFile();
    void setFollowsALinkAndKeepsTheMode();
    void unreadableFileIsAnError();

private:
    std::string path() const { return m_dir->filePath(QStringLiteral("sub/settings.json")).toStdString(); }
    void write(const std::string& text) const
    {
        std::filesystem::create_directories(std::filesystem::path(path()).parent_path());
        std::ofstream(path()) << text;
    }
    std::string read() const
    {
        std::ifstream file(path());
        return { std::istreambuf_iterator<char>(file), {} };
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void SettingsTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void SettingsTest::builtInValuesWithoutFile()
{
    SettingsFile file(path());
    const auto changed = file.reload();
    QVERIFY(changed.ok());
    QVERIFY(!*changed);
    QVERIFY(file.current() == Settings());
    QCOMPARE(file.current().gateway.port, std::uint16_t{ 7474 });
    QCOMPARE(file.current().gateway.host, std::string("127.0.0.1"));
}

void SettingsTest::readsEveryKey()
{
    const auto settings = parseSettings(R"({
        "environment": {"name": "Werk Köln", "kind": "production"},
        "gateway": {"enabled": false, "host": "::1", "port": 0},
        "defaults": {"organization": "acme", "project": "core"},
        "window": {"theme": "light", "text_scale": 1.25, "time_zone": "Europe/Berlin"},
        "export": {"masked_columns": ["key", "properties"]},
        "log": {"level": "verbose"}})");
    QVERIFY2(settings.ok(), settings.ok() ? "" : settings.error().message.c_str());
    Settings expected;
    expected.environment = { "Werk Köln", EnvironmentKind::Production };
    expected.gateway = { false, "::1", 0 };
    expected.defaults = { "acme", "core" };
    expected.window = { ThemeChoice::Light, 1.25, "Europe/Berlin" };
    expected.exporting.maskedColumns = { "key", "properties" };
    expected.log.level = log::Level::Verbose;
    QVERIFY(*settings == expected);
}

void SettingsTest::namesPathValueAndExpectation_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("not JSON") << QByteArray("{\n  \"gateway\": {]}") << QByteArray() << QByteArray()
                              << QByteArray("line 2, column 15");
    QTest::newRow("bad UTF-8") << QByteArray("{\"environment\":{\"name\":\"\xff\"}}") << QByteArray() << QByteArray()
                               << QByteArray("line 1");
    QTest::newRow("not an object") << QByteArray("[1]") << QByteArray() << QByteArray("[1]")
                                   << QByteArray("an object with environment, gateway");
    QTest::newRow("type") << QByteArray(R"({"gateway":{"port":"80"}})") << QByteArray("gateway.port")
                          << QByteArray("\"80\"") << QByteArray("a whole number from 0 to 65535");
    QTest::newRow("range") << QByteArray(R"({"gateway":{"port":65536}})") << QByteArray("gateway.port")
                           << QByteArray("65536") << QByteArray("a whole number from 0 to 65535");
    QTest::newRow("fraction") << QByteArray(R"({"gateway":{"port":1.5}})") << QByteArray("gateway.port")
                              << QByteArray("1.5") << QByteArray("a whole number");
    QTest::newRow("word") << QByteArray(R"({"window":{"theme":"pink"}})") << QByteArray("window.theme")
                          << QByteArray("\"pink\"") << QByteArray("\"system\", \"dark\" or \"light\"");
    QTest::newRow("flag") << QByteArray(R"({"gateway":{"enabled":1}})") << QByteArray("gateway.enabled")
                          << QByteArray("1") << QByteArray("true or false");
    QTest::newRow("empty") << QByteArray(R"({"defaults":{"project":""}})") << QByteArray("defaults.project")
                           << QByteArray("\"\"") << QByteArray("not empty");
    QTest::newRow("slash") << QByteArray(R"({"defaults":{"organization":"a/b"}})")
                           << QByteArray("defaults.organization") << QByteArray("\"a/b\"") << QByteArray("matching");
    QTest::newRow("unknown group") << QByteArray(R"({"gatewai":{}})") << QByteArray("gatewai") << QByteArray("{}")
                                   << QByteArray("one of the keys environment, gateway");
    QTest::newRow("unknown key") << QByteArray(R"({"gateway":{"prot":1}})") << QByteArray("gateway.prot")
                                 << QByteArray("1") << QByteArray("one of the keys enabled, host or port");
    QTest::newRow("list item") << QByteArray(R"({"export":{"masked_columns":["a",2]}})")
                               << QByteArray("export.masked_columns.1") << QByteArray("2") << QByteArray("a text");
}

void SettingsTest::namesPathValueAndExpectation()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);
    std::vector<SettingsProblem> problems;
    const auto settings =
        parseSettings(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), &problems);
    QVERIFY(!settings.ok());
    QCOMPARE(settings.error().code, std::string("SETTINGS_INVALID"));
    QVERIFY(settings.error().kind == ErrorKind::InvalidInput);
    QCOMPARE(problems.size(), std::size_t{ 1 });
    QCOMPARE(QByteArray::fromStdString(problems[0].path), path);
    QCOMPARE(QByteArray::fromStdString(problems[0].value), value);
    QVERIFY2(problems[0].expected.find(expected.toStdString()) != std::string::npos, problems[0].expected.c_str());
    QVERIFY2(
        settings.error().message.find(problems[0].expected) != std::string::npos, settings.error().message.c_str());
}

void SettingsTest::tellsEveryProblem()
{
    std::vector<SettingsProblem> problems;
    const auto settings =
        parseSettings(R"({"gateway":{"port":-1,"host":7},"window":{"theme":"x"},"surprise":null})", &problems);
    QVERIFY(!settings.ok());
    std::vector<std::string> paths;
    for (const auto& problem : problems)
        paths.push_back(problem.path);
    std::sort(paths.begin(), paths.end());
    QCOMPARE(paths, (std::vector<std::string>{ "gateway.host", "gateway.port", "surprise", "window.theme" }));
}

void SettingsTest::keepsLastGoodSettings()
{
    SettingsFile file(path());
    write(R"({"gateway":{"port":8080}})");
    auto changed = file.reload();
    QVERIFY(changed.ok() && *changed);
    changed = file.reload();
    QVERIFY(changed.ok() && !*changed);

    write(R"({"gateway":{"port":"wrong"}})");
    QVERIFY(!file.reload().ok());
    QCOMPARE(file.problems().size(), std::size_t{ 1 });
    QCOMPARE(file.current().gateway.port, std::uint16_t{ 8080 });

    write(R"({"gateway":{"port":9090}})");
    changed = file.reload();
    QVERIFY(changed.ok() && *changed);
    QVERIFY(file.problems().empty());
    QCOMPARE(file.current().gateway.port, std::uint16_t{ 9090 });
}

void SettingsTest::writesWhatItReads()
{
    Settings settings;
    settings.environment = { "a \"quoted\" name", EnvironmentKind::Staging };
    settings.window.textScale = 1.5;
    settings.exporting.maskedColumns = { "key" };
    const auto again = parseSettings(toJson(settings));
    QVERIFY(again.ok());
    QVERIFY(*again == settings);
}

void SettingsTest::getsByPath()
{
    SettingsFile file(path());
    QCOMPARE(*file.get("gateway.port"), std::string("7474"));
    QCOMPARE(*file.get("gateway"), std::string(R"({"enabled":true,"host":"127.0.0.1","port":7474})"));
    QVERIFY(parseSettings(*file.get("")).ok());
    const auto unknown = file.get("gateway.nope");
    QVERIFY(!unknown.ok());
    QCOMPARE(unknown.error().code, std::string("UNKNOWN_SETTING"));
    QVERIFY(unknown.error().remedy.find("enabled, host, port") != std::string::npos);
    QVERIFY(!file.get("gateway.port.deeper").ok());
}

void SettingsTest::setsOneKeyAndKeepsTheRest()
{
    write(R"({"gateway": {"port": 8080}})");
    SettingsFile file(path());
    QVERIFY(file.reload().ok());
    QVERIFY(file.set("window.theme", "dark").ok());
    QVERIFY(file.current().window.theme == ThemeChoice::Dark);
    QCOMPARE(file.current().gateway.port, std::uint16_t{ 8080 });
    SettingsFile other(path());
    QVERIFY(other.reload().ok());
    QVERIFY(other.current() == file.current());
    // What nobody set is left to the program's defaults.
    QVERIFY(read().find("environment") == std::string::npos);
}

void SettingsTest::setTakesPlainText()
{
    SettingsFile file(path());
    QVERIFY(file.set("environment.name", "42").ok());
    QCOMPARE(file.current().environment.name, std::string("42"));
    QVERIFY(file.set("gateway.port", "0").ok());
    QVERIFY(file.set("gateway.enabled", "false").ok());
    QVERIFY(!file.current().gateway.enabled);
    QVERIFY(file.set("export.masked_columns", R"(["key","id"])").ok());
    QCOMPARE(file.current().exporting.maskedColumns.size(), std::size_t{ 2 });
    QVERIFY(file.set("environment.name", "true").ok());
    QCOMPARE(file.current().environment.name, std::string("true"));
    QVERIFY(file.set("environment.name", R"("lab \u00e4")").ok());
    QCOMPARE(file.current().environment.name, std::string("lab \xC3\xA4"));
    QVERIFY(file.set("window", R"({"theme":"light"})").ok());
    QVERIFY(file.current().window.theme == ThemeChoice::Light);
}

void SettingsTest::setRefusesWithoutTouchingTheFile()
{
    const std::string text = R"({"gateway": {"port": 8080}})";
    write(text);
    SettingsFile file(path());
    QVERIFY(file.reload().ok());
    auto result = file.set("gateway.port", "many");
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, std::string("SETTINGS_INVALID"));
    QVERIFY(result.error().message.find("gateway.port") != std::string::npos);
    // JSON that is refused must not come back as the text of that JSON.
    QVERIFY(!file.set("environment.name", R"("")").ok());
    QVERIFY(!file.set("environment.name", "").ok());
    QVERIFY(!file.set("gateway.port", R"("8080")").ok());
    QCOMPARE(file.set("gateway.nope", "1").error().code, std::string("UNKNOWN_SETTING"));
    QCOMPARE(file.set("", "{}").error().code, std::string("UNKNOWN_SETTING"));
    QCOMPARE(read(), text);
    QCOMPARE(file.current().gateway.port, std::uint16_t{ 8080 });

    write("{ broken");
    result = file.set("gateway.port", "1");
    QVERIFY(!result.ok());
    QCOMPARE(read(), std::string("{ broken"));
}

void SettingsTest::setFollowsALinkAndKeepsTheMode()
{
    namespace fs = std::filesystem;
    const auto real = m_dir->filePath(QStringLiteral("dotfile.json")).toStdString();
    std::ofstream(real) << "{}";
    fs::permissions(real, fs::perms::owner_read | fs::perms::owner_write);
    fs::create_directories(fs::path(path()).parent_path());
    fs::create_symlink(real, path());
    SettingsFile file(path());
    QVERIFY(file.set("window.theme", "dark").ok());
    QVERIFY(fs::is_symlink(path()));
    QVERIFY(fs::status(real).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    QVERIFY(read().find("dark") != std::string::npos);
    // No temporary file is left behind.
    QCOMPARE(std::distance(fs::directory_iterator(fs::path(real).parent_path()), fs::directory_iterator()), 2);
}

void SettingsTest::unreadableFileIsAnError()
{
    std::filesystem::create_directories(path());
    SettingsFile file(path());
    const auto result = file.reload();
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, std::string("SETTINGS_UNREADABLE"));
    QVERIFY(file.current() == Settings());
}

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
