#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <functional>

namespace binnacle {

/// One value of the settings file: what holds, what is wrong with what was entered last, and when a change takes hold.
class SettingField : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to a SettingsModel.")
    /// Dotted path in the file: "gateway.port".
    Q_PROPERTY(QString path READ path CONSTANT)
    /// As it is entered: "7474", "true", "dark", "status, owner".
    Q_PROPERTY(QString value READ value NOTIFY changed)
    /// Why what was entered last was not written, and what was expected; empty where it was.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// What is in force where that differs from the file, and what applies the file's; empty where nothing differs.
    Q_PROPERTY(QString note READ note NOTIFY changed)

public:
    enum class Type { Text, Number, Switch, List };
    /// Writes the JSON of a value; gives the problem, or an empty text.
    using Write = std::function<QString(const SettingField& field, const QString& entered)>;

    SettingField(QString path, Type type, Write write, QObject* parent);

    QString path() const { return m_path; }
    Type type() const { return m_type; }
    QString value() const { return m_value; }
    QString problem() const { return m_problem; }
    QString note() const { return m_note; }

    /// Checks and writes. False, and `problem` is set, where it was not accepted; the file is as it was then.
    Q_INVOKABLE bool enter(const QString& entered);
    /// Forgets what was wrong with an entry that was given up.
    Q_INVOKABLE void forget();

    void hold(const QString& value, const QString& note);

    /// What the file's JSON looks like in the field, and back.
    static QString fromJson(const std::string& json, Type type);
    static std::string toJson(const QString& entered, Type type);

Q_SIGNALS:
    void changed();

private:
    const QString m_path;
    const Type m_type;
    const Write m_write;
    QString m_value;
    QString m_problem;
    QString m_note;
};

} // namespace binnacle
