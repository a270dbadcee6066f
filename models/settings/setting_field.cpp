#include "models/settings/setting_field.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

namespace binnacle {

namespace {

QString compact(const QJsonArray& array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

} // namespace

SettingField::SettingField(QString path, Type type, Write write, QObject* parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_type(type)
    , m_write(std::move(write))
{
}

bool SettingField::enter(const QString& entered)
{
    m_problem = m_write(*this, entered.trimmed());
    Q_EMIT changed();
    return m_problem.isEmpty();
}

void SettingField::forget()
{
    if (m_problem.isEmpty())
        return;
    m_problem.clear();
    Q_EMIT changed();
}

void SettingField::hold(const QString& value, const QString& note)
{
    if (value == m_value && note == m_note)
        return;
    m_value = value;
    m_note = note;
    Q_EMIT changed();
}

QString SettingField::fromJson(const std::string& json, Type type)
{
    const QJsonValue value = QJsonDocument::fromJson('[' + QByteArray::fromStdString(json) + ']').array().first();
    if (type != Type::List)
        return type == Type::Text ? value.toString() : QString::fromStdString(json);
    QStringList names;
    for (const QJsonValue& name : value.toArray())
        names << name.toString();
    return names.join(QStringLiteral(", "));
}

std::string SettingField::toJson(const QString& entered, Type type)
{
    switch (type) {
    case Type::Number:
    case Type::Switch:
        return entered.toStdString();
    case Type::List: {
        QJsonArray names;
        for (const QString& name : entered.split(u',', Qt::SkipEmptyParts)) {
            if (const QString trimmed = name.trimmed(); !trimmed.isEmpty())
                names.append(trimmed);
        }
        return compact(names).toStdString();
    }
    case Type::Text:
        break;
    }
    // A text is written as one, also where it looks like a number. An empty one goes as it is: SettingsFile takes what
    // is refused as JSON for a plain text, and two quotes would not be empty any more.
    if (entered.isEmpty())
        return {};
    return compact({ entered }).chopped(1).mid(1).toStdString();
}

} // namespace binnacle
