#pragma once

#include "models/common/async_read.h"
#include "models/settings/setting_field.h"

#include "backend/core/settings.h"
#include "backend/projection/read_types.h"

#include <QFileSystemWatcher>
#include <QTimer>

namespace binnacle {

class Engine;
class Formatter;
class UiSettings;

/// The settings file, the store and the program, for the Settings page. Every entry is checked against the schema
/// before the file is written; a file that is changed by another program is read again at once. Everything applies at
/// once; the gateway moves on a thread of its own and stays where it is when a new place cannot be had.
class SettingsModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(binnacle::SettingField* gatewayEnabled READ gatewayEnabled CONSTANT)
    Q_PROPERTY(binnacle::SettingField* gatewayPort READ gatewayPort CONSTANT)
    Q_PROPERTY(binnacle::SettingField* organization READ organization CONSTANT)
    Q_PROPERTY(binnacle::SettingField* project READ project CONSTANT)
    Q_PROPERTY(binnacle::SettingField* theme READ theme CONSTANT)
    Q_PROPERTY(binnacle::SettingField* textScale READ textScale CONSTANT)
    Q_PROPERTY(binnacle::SettingField* timeZone READ timeZone CONSTANT)
    Q_PROPERTY(binnacle::SettingField* maskedColumns READ maskedColumns CONSTANT)
    Q_PROPERTY(binnacle::SettingField* logLevel READ logLevel CONSTANT)
    /// Empty: this window has no settings file and nothing can be changed.
    Q_PROPERTY(QString filePath READ filePath CONSTANT)
    /// What is wrong with the file as it is; the last good values hold.
    Q_PROPERTY(QString fileProblem READ fileProblem NOTIFY fileChanged)
    Q_PROPERTY(QString gatewayHost READ gatewayHost NOTIFY fileChanged)
    /// "Listening on http://127.0.0.1:7474"
    Q_PROPERTY(QString gatewayText READ gatewayText NOTIFY gatewayChanged)
    /// Why it does not listen, or not where the settings say, and what to do.
    Q_PROPERTY(QString gatewayProblem READ gatewayProblem NOTIFY gatewayChanged)
    Q_PROPERTY(QString storeLocation READ storeLocation NOTIFY storeChanged)
    Q_PROPERTY(QString storeSize READ storeSize NOTIFY storeChanged)
    Q_PROPERTY(QString storeEvents READ storeEvents NOTIFY storeChanged)
    Q_PROPERTY(QString storeSchema READ storeSchema NOTIFY storeChanged)
    /// "Read and write", or why it is read-only.
    Q_PROPERTY(QString storeAccess READ storeAccess NOTIFY storeChanged)
    Q_PROPERTY(QString storeProblem READ storeProblem NOTIFY storeChanged)
    /// What an export has in place of a masked value.
    Q_PROPERTY(QString maskText READ maskText CONSTANT)
    /// Names that can be masked, for help.
    Q_PROPERTY(QString columnNames READ columnNames CONSTANT)

public:
    /// What the window is besides its settings.
    struct Window {
        QString readOnlyReason; ///< Empty where the store is open for writing.
        bool hasOwnGateway = false; ///< It listens where it likes (a demo), whatever the settings say.
        QString storeLocation = {}; ///< Until the store says it itself.
    };

    SettingsModel(Engine& engine, Formatter& formatter, UiSettings& ui, const QString& filePath, Window window,
        QObject* parent = nullptr);

    SettingField* gatewayEnabled() { return &m_gatewayEnabled; }
    SettingField* gatewayPort() { return &m_gatewayPort; }
    SettingField* organization() { return &m_organization; }
    SettingField* project() { return &m_project; }
    SettingField* theme() { return &m_theme; }
    SettingField* textScale() { return &m_textScale; }
    SettingField* timeZone() { return &m_timeZone; }
    SettingField* maskedColumns() { return &m_maskedColumns; }
    SettingField* logLevel() { return &m_logLevel; }
    QString filePath() const { return QString::fromStdString(m_file.path()); }
    QString fileProblem() const { return m_fileProblem; }
    QString gatewayHost() const { return QString::fromStdString(m_file.current().gateway.host); }
    QString gatewayText() const;
    QString gatewayProblem() const;
    QString storeLocation() const { return QString::fromStdString(m_info.location); }
    /// Empty, like all below, where the store could not be read.
    QString storeSize() const;
    QString storeEvents() const;
    QString storeSchema() const;
    QString storeAccess() const;
    QString storeProblem() const { return m_storeProblem; }
    static QString columnNames();
    static QString maskText();
    /// The last good values of the file.
    const Settings& current() const { return m_file.current(); }

    /// Reads the store's figures and the file again.
    Q_INVOKABLE void refresh();
    /// Has the gateway listen (or not) as the settings say.
    Q_INVOKABLE void applyGateway();

Q_SIGNALS:
    void fileChanged();
    void storeChanged();
    void gatewayChanged();

private:
    QString write(const SettingField& field, const QString& entered);
    /// What the schema cannot say; empty where nothing is wrong.
    QString problemOf(const SettingField& field, const QString& entered) const;
    void reload();
    void watch();
    void apply(const Settings& before);
    QString gatewayNote() const;
    void showValues();

    Engine& m_engine;
    Formatter& m_formatter;
    UiSettings& m_ui;
    const Window m_window;
    SettingsFile m_file;
    const SettingField::Write m_write;
    QString m_fileProblem;
    SettingField m_gatewayEnabled;
    SettingField m_gatewayPort;
    SettingField m_organization;
    SettingField m_project;
    SettingField m_theme;
    SettingField m_textScale;
    SettingField m_timeZone;
    SettingField m_maskedColumns;
    SettingField m_logLevel;
    QFileSystemWatcher m_watcher;
    QTimer m_readSoon;
    AsyncRead m_infoRead;
    AsyncRead m_gatewayChange;
    StoreInfo m_info;
    QString m_storeProblem;
};

} // namespace binnacle
