#include "models/settings/settings_model.h"

#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/common/ui_settings.h"

#include "backend/core/mask.h"
#include "backend/engine/engine.h"

#include <QFileInfo>
#include <QTimeZone>

#include <algorithm>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

QString themeWord(const Settings& settings)
{
    const std::string_view word = toString(settings.window.theme);
    return QString::fromUtf8(word.data(), qsizetype(word.size()));
}

} // namespace

SettingsModel::SettingsModel(
    Engine& engine, Formatter& formatter, UiSettings& ui, const QString& filePath, Window window, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_formatter(formatter)
    , m_ui(ui)
    , m_window(std::move(window))
    , m_file(filePath.toStdString())
    , m_write([this](const SettingField& field, const QString& entered) { return write(field, entered); })
    , m_gatewayEnabled(QStringLiteral("gateway.enabled"), SettingField::Type::Switch, m_write, this)
    , m_gatewayPort(QStringLiteral("gateway.port"), SettingField::Type::Number, m_write, this)
    , m_organization(QStringLiteral("defaults.organization"), SettingField::Type::Text, m_write, this)
    , m_project(QStringLiteral("defaults.project"), SettingField::Type::Text, m_write, this)
    , m_theme(QStringLiteral("window.theme"), SettingField::Type::Text, m_write, this)
    , m_textScale(QStringLiteral("window.text_scale"), SettingField::Type::Number, m_write, this)
    , m_timeZone(QStringLiteral("window.time_zone"), SettingField::Type::Text, m_write, this)
    , m_maskedColumns(QStringLiteral("export.masked_columns"), SettingField::Type::List, m_write, this)
    , m_logLevel(QStringLiteral("log.level"), SettingField::Type::Text, m_write, this)
{
    m_info.location = m_window.storeLocation.toStdString();
    if (!filePath.isEmpty()) {
        if (const auto read = m_file.reload(); !read)
            m_fileProblem = errorText(read.error());
        watch();
    }
    m_readSoon.setSingleShot(true);
    m_readSoon.setInterval(100ms);
    connect(&m_readSoon, &QTimer::timeout, this, &SettingsModel::reload);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_readSoon, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_readSoon, qOverload<>(&QTimer::start));
    connect(&m_ui, &UiSettings::themeChanged, this, &SettingsModel::showValues);
    connect(&m_ui, &UiSettings::textScaleChanged, this, &SettingsModel::showValues);
    connect(&m_formatter, &Formatter::zoneChanged, this, [this] {
        showValues();
        Q_EMIT storeChanged();
    });
    showValues();
}

/// A file that is replaced is a new file: its folder tells.
void SettingsModel::watch()
{
    const QString path = filePath();
    if (QFileInfo::exists(path) && !m_watcher.files().contains(path))
        m_watcher.addPath(path);
    const QString folder = QFileInfo(path).absolutePath();
    if (QFileInfo::exists(folder) && !m_watcher.directories().contains(folder))
        m_watcher.addPath(folder);
}

void SettingsModel::reload()
{
    if (m_file.path().empty())
        return;
    const Settings before = m_file.current();
    const auto read = m_file.reload();
    m_fileProblem = read ? QString() : errorText(read.error());
    watch();
    apply(before);
    showValues();
    Q_EMIT fileChanged();
}

void SettingsModel::refresh()
{
    reload();
    m_infoRead.ask<StoreInfo>(
        this, [this](CancelToken token, auto done) { m_engine.info(token, std::move(done)); },
        [this](Result<StoreInfo> info) {
            m_storeProblem = info ? QString() : errorText(info.error());
            if (info)
                m_info = std::move(*info);
            Q_EMIT storeChanged();
        });
    Q_EMIT gatewayChanged();
}

QString SettingsModel::problemOf(const SettingField& field, const QString& entered) const
{
    if (m_file.path().empty())
        return tr("This window has no settings file.");
    if (&field == &m_timeZone && entered != u"local" && entered != u"UTC"
        && !QTimeZone::isTimeZoneIdAvailable(entered.toUtf8()))
        return tr("%1 is no zone this computer knows; expected local, UTC or a name such as Europe/Berlin.")
            .arg(entered.isEmpty() ? tr("Nothing") : entered);
    if (&field == &m_maskedColumns) {
        const auto& known = Engine::exportColumns();
        for (const QString& part : entered.split(u',', Qt::SkipEmptyParts)) {
            const QString name = part.trimmed();
            if (!name.isEmpty() && std::ranges::find(known, name.toStdString()) == known.end())
                return tr("%1 is no column of an export; expected names of: %2.").arg(name, columnNames());
        }
    }
    return {};
}

QString SettingsModel::write(const SettingField& field, const QString& entered)
{
    if (const QString problem = problemOf(field, entered); !problem.isEmpty())
        return problem;
    const Settings before = m_file.current();
    if (const auto written = m_file.set(field.path().toStdString(), SettingField::toJson(entered, field.type()));
        !written)
        return errorText(written.error());
    m_fileProblem.clear();
    // The user chose here and now, also where the file said so before and the window was changed since.
    if (&field == &m_theme)
        m_ui.setTheme(themeWord(m_file.current()));
    if (&field == &m_textScale)
        m_ui.setTextScale(m_file.current().window.textScale);
    apply(before);
    watch();
    showValues();
    Q_EMIT fileChanged();
    return {};
}

void SettingsModel::apply(const Settings& before)
{
    const Settings& now = m_file.current();
    if (now.log != before.log)
        log::setLevel(now.log.level);
    if (now.defaults != before.defaults)
        m_engine.setDefaults(now.defaults.organization, now.defaults.project);
    if (now.gateway != before.gateway)
        applyGateway();
    if (now.window.theme != before.window.theme)
        m_ui.setTheme(themeWord(now));
    if (now.window.textScale != before.window.textScale)
        m_ui.setTextScale(now.window.textScale);
    if (now.window.timeZone != before.window.timeZone)
        m_formatter.setZone(QString::fromStdString(now.window.timeZone));
}

void SettingsModel::applyGateway()
{
    // One at a time: the answer looks whether the settings have changed since.
    if (m_window.hasOwnGateway || m_engine.status().isReadOnly || m_gatewayChange.isPending())
        return;
    const Settings::Gateway wanted = m_file.current().gateway;
    std::optional<GatewayOptions> options;
    if (wanted.enabled)
        options = { wanted.host, wanted.port };
    m_gatewayChange.ask<std::string>(
        this, [&](CancelToken, auto done) { m_engine.changeGateway(std::move(options), std::move(done)); },
        [this, wanted](const Result<std::string>&) {
            showValues();
            Q_EMIT gatewayChanged();
            if (m_file.current().gateway != wanted)
                applyGateway();
        });
}

void SettingsModel::showValues()
{
    const Settings& now = m_file.current();
    const auto fileValue = [this](const SettingField& field) {
        const auto json = m_file.get(field.path().toStdString());
        return json ? SettingField::fromJson(*json, field.type()) : QString();
    };
    m_gatewayEnabled.hold(fileValue(m_gatewayEnabled), gatewayNote());
    for (SettingField* field : { &m_gatewayPort, &m_organization, &m_project, &m_logLevel, &m_maskedColumns })
        field->hold(fileValue(*field), {});
    m_timeZone.hold(fileValue(m_timeZone), tr("Times are in %1.").arg(m_formatter.zone()));
    // The window remembers its own choice; that is what is in force.
    m_theme.hold(m_ui.theme(),
        m_ui.theme() == themeWord(now) ? QString()
                                       : tr("Chosen in the window; the settings file says %1.").arg(themeWord(now)));
    m_textScale.hold(QString::number(m_ui.textScale()),
        qAbs(m_ui.textScale() - now.window.textScale) < 0.001
            ? QString()
            : tr("In force in the window; the settings file says %1 %.").arg(qRound(100 * now.window.textScale)));
}

/// Where the gateway does not go by the settings.
QString SettingsModel::gatewayNote() const
{
    if (m_window.hasOwnGateway)
        return tr("This window listens on a port of its own; the setting is for your own store.");
    return m_engine.status().isReadOnly ? tr("Events go to the program that writes to this store.") : QString();
}

QString SettingsModel::gatewayText() const
{
    const EngineStatus status = m_engine.status();
    return status.gatewayUrl.empty() ? tr("Not listening")
                                     : tr("Listening on %1").arg(QString::fromStdString(status.gatewayUrl));
}

QString SettingsModel::gatewayProblem() const
{
    const EngineStatus status = m_engine.status();
    return status.gatewayProblem ? errorText(*status.gatewayProblem) : QString();
}

QString SettingsModel::storeSize() const
{
    return m_info.schemaVersion > 0 ? m_formatter.bytes(double(m_info.sizeBytes)) : QString();
}

QString SettingsModel::storeEvents() const
{
    if (m_info.schemaVersion == 0)
        return {};
    const QString events = m_formatter.count(m_info.lastSeq);
    return m_info.lastRecordedAt
        ? tr("%1, the last one recorded %2").arg(events, m_formatter.moment(*m_info.lastRecordedAt))
        : events;
}

QString SettingsModel::storeSchema() const
{
    return m_info.schemaVersion > 0 ? QString::number(m_info.schemaVersion) : QString();
}

QString SettingsModel::storeAccess() const
{
    if (!m_window.readOnlyReason.isEmpty())
        return m_window.readOnlyReason;
    return m_engine.status().isReadOnly ? tr("Read-only") : tr("Read and write");
}

QString SettingsModel::maskText()
{
    return QString::fromUtf8(binnacle::maskText.data(), qsizetype(binnacle::maskText.size()));
}

QString SettingsModel::columnNames()
{
    QStringList names;
    for (const std::string& name : Engine::exportColumns())
        names << QString::fromStdString(name);
    return names.join(QStringLiteral(", "));
}

} // namespace binnacle
