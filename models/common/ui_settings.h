#pragma once

#include <QJsonObject>
#include <QObject>
#include <QQmlEngine>
#include <QTimer>

namespace binnacle {

/// What the window remembers between starts: theme, geometry, columns, saved views. A JSON object in
/// $XDG_CONFIG_HOME/binnacle/ui.json, apart from settings.json because the program writes it and people do not.
/// A file that cannot be read counts as empty and is kept beside as ui.json.damaged.
class UiSettings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY textScaleChanged)
    Q_PROPERTY(bool railCollapsed READ isRailCollapsed WRITE setRailCollapsed NOTIFY railCollapsedChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

public:
    /// Empty path: nothing is read or written (tests, pictures).
    explicit UiSettings(QString path = defaultPath(), QObject* parent = nullptr);
    /// Writes what is not written yet.
    ~UiSettings() override;

    static QString defaultPath();

    /// What holds until the user chooses in the window: the settings file's theme and text scale.
    void setDefaults(const QString& theme, double textScale);

    /// "system", "dark" or "light"
    QString theme() const;
    void setTheme(const QString& theme);
    /// 1.0 to 1.5
    double textScale() const;
    void setTextScale(double scale);
    bool isRailCollapsed() const;
    void setRailCollapsed(bool collapsed);
    /// Why the last write failed, or empty.
    QString problem() const { return m_problem; }

    /// A section of one feature ("entities", "window"); empty where there is none.
    Q_INVOKABLE QJsonObject section(const QString& name) const;
    /// Replaces the section; the file is written soon after, once for many changes.
    Q_INVOKABLE void setSection(const QString& name, const QJsonObject& content);

    /// Writes now. False, and `problem` is set, where that failed.
    bool flush();

Q_SIGNALS:
    void themeChanged();
    void textScaleChanged();
    void railCollapsedChanged();
    void problemChanged();

private:
    void load();
    void setValue(const QString& key, const QJsonValue& value);

    const QString m_path;
    QJsonObject m_content;
    QString m_problem;
    QString m_defaultTheme = QStringLiteral("system");
    double m_defaultTextScale = 1.0;
    QTimer m_writeSoon;
};

} // namespace binnacle
