#pragma once

#include "models/app/navigator.h"
#include "models/app/route_model.h"
#include "models/app/shell_status.h"
#include "models/common/formatter.h"
#include "models/common/ui_settings.h"
#include "models/entities/entities_page_model.h"
#include "models/entity/entity_page_model.h"
#include "models/import/import_model.h"
#include "models/overview/overview_model.h"
#include "models/palette/palette_model.h"
#include "models/quarantine/quarantine_page_model.h"
#include "models/settings/settings_model.h"
#include "models/welcome/welcome_model.h"

#include <QObject>
#include <QQmlEngine>

namespace binnacle {

/// How the window presents the store it was opened on.
struct AppIdentity {
    QString environmentKind = QStringLiteral("local"); ///< "local", "staging" or "production"
    QString environmentName = QStringLiteral("local");
    QString readOnlyReason; ///< A sentence where the store is open read-only, else empty.
    bool hasOwnGateway = false; ///< It listens on a port of its own, whatever the settings say.
    QString version; ///< Of the program.
    QString storeLocation; ///< Where the store lies, as long as it cannot be read.
    QString settingsFile; ///< Path of the settings file; empty: the window has none (tests).
    DemoFacts demo; ///< Of the demo that the program can open; no events where it cannot.
};

/// The root of everything QML sees: Main.qml gets it as its one required property. Lives on the GUI thread, shorter
/// than the Engine.
class AppModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the program.")
    Q_PROPERTY(binnacle::Formatter* formatter READ formatter CONSTANT)
    Q_PROPERTY(binnacle::UiSettings* settings READ settings CONSTANT)
    Q_PROPERTY(binnacle::ShellStatus* status READ status CONSTANT)
    Q_PROPERTY(binnacle::RouteModel* routes READ routes CONSTANT)
    Q_PROPERTY(binnacle::Navigator* navigator READ navigator CONSTANT)
    Q_PROPERTY(binnacle::EntitiesPageModel* entities READ entities CONSTANT)
    Q_PROPERTY(binnacle::EntityPageModel* entity READ entity CONSTANT)
    Q_PROPERTY(binnacle::OverviewModel* overview READ overview CONSTANT)
    Q_PROPERTY(binnacle::ImportModel* importer READ importer CONSTANT)
    Q_PROPERTY(binnacle::PaletteModel* palette READ palette CONSTANT)
    Q_PROPERTY(binnacle::WelcomeModel* welcome READ welcome CONSTANT)
    Q_PROPERTY(binnacle::QuarantinePageModel* quarantine READ quarantine CONSTANT)
    Q_PROPERTY(binnacle::SettingsModel* preferences READ preferences CONSTANT)
    Q_PROPERTY(QString environmentKind READ environmentKind CONSTANT)
    Q_PROPERTY(QString environmentName READ environmentName CONSTANT)
    Q_PROPERTY(QString readOnlyReason READ readOnlyReason CONSTANT)
    Q_PROPERTY(QString version READ version CONSTANT)

public:
    /// All references must outlive the model.
    AppModel(Engine& engine, UiSettings& settings, AppIdentity identity, QObject* parent = nullptr);

    Formatter* formatter() { return &m_formatter; }
    UiSettings* settings() { return &m_settings; }
    ShellStatus* status() { return &m_status; }
    RouteModel* routes() { return &m_routes; }
    Navigator* navigator() { return &m_navigator; }
    EntitiesPageModel* entities() { return &m_entities; }
    EntityPageModel* entity() { return &m_entity; }
    OverviewModel* overview() { return &m_overview; }
    ImportModel* importer() { return &m_importer; }
    PaletteModel* palette() { return &m_palette; }
    WelcomeModel* welcome() { return &m_welcome; }
    QuarantinePageModel* quarantine() { return &m_quarantine; }
    SettingsModel* preferences() { return &m_preferences; }
    QString environmentKind() const { return m_identity.environmentKind; }
    QString environmentName() const { return m_identity.environmentName; }
    QString readOnlyReason() const { return m_identity.readOnlyReason; }
    QString version() const { return m_identity.version; }

    /// Reads the figures of the bars again; pages read their own.
    Q_INVOKABLE void refresh();
    /// To the clipboard.
    Q_INVOKABLE void copyText(const QString& text) const;

Q_SIGNALS:
    /// A command of the palette that is the window's to carry out: "theme", "rail", "keys", "import", "export",
    /// "refresh".
    void commandRequested(const QString& name);

private:
    /// What the settings file says to the features that do not read it.
    void applySettings();

    const AppIdentity m_identity;
    UiSettings& m_settings;
    Formatter m_formatter;
    ShellStatus m_status;
    RouteModel m_routes;
    Navigator m_navigator;
    EntitiesPageModel m_entities;
    EntityPageModel m_entity;
    OverviewModel m_overview;
    ImportModel m_importer;
    PaletteModel m_palette;
    WelcomeModel m_welcome;
    QuarantinePageModel m_quarantine;
    SettingsModel m_preferences;
};

} // namespace binnacle
