#include "models/app/app_model.h"

#include "models/app/palette_actions.h"

#include <QClipboard>
#include <QGuiApplication>

namespace binnacle {

AppModel::AppModel(Engine& engine, UiSettings& settings, AppIdentity identity, QObject* parent)
    : QObject(parent)
    , m_identity(std::move(identity))
    , m_settings(settings)
    , m_formatter(engine.clock())
    , m_status(engine, m_formatter, m_identity.storeLocation)
    , m_entities(engine, m_formatter, settings)
    , m_entity(engine, m_formatter, settings)
    , m_overview(engine, m_formatter)
    , m_importer(engine, m_formatter)
    , m_palette(engine, m_formatter, [this] { return paletteEntries(*this); })
    , m_welcome(m_formatter, m_identity.demo)
    , m_quarantine(engine, m_formatter, m_identity.readOnlyReason)
    , m_preferences(engine, m_formatter, settings, m_identity.settingsFile,
          { m_identity.readOnlyReason, m_identity.hasOwnGateway, m_identity.storeLocation })
{
    connect(&m_status, &ShellStatus::infoChanged, this,
        [this] { m_routes.setCount(QStringLiteral("quarantine"), m_status.quarantineOpen()); });
    connect(&m_preferences, &SettingsModel::fileChanged, this, &AppModel::applySettings);
    applySettings();
    connect(&m_palette, &PaletteModel::chosen, this, [this](const QString& action, const QString& argument) {
        if (!runPaletteAction(*this, action, argument))
            Q_EMIT commandRequested(action);
    });
}

void AppModel::applySettings()
{
    const Settings& settings = m_preferences.current();
    m_entities.setAlwaysMasked(settings.exporting.maskedColumns);
    m_importer.setDefaults(
        QString::fromStdString(settings.defaults.organization), QString::fromStdString(settings.defaults.project));
}

void AppModel::refresh()
{
    m_status.refresh();
}

void AppModel::copyText(const QString& text) const
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace binnacle
