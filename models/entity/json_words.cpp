#include "models/entity/json_words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

namespace binnacle {

namespace {

constexpr qsizetype mostLines = 200;

QJsonDocument parsed(const std::string& json)
{
    return QJsonDocument::fromJson(QByteArray(json.data(), qsizetype(json.size())));
}

QString textOf(const QJsonValue& value)
{
    if (value.isString())
        return value.toString();
    if (value.isNull() || value.isUndefined())
        return {};
    const QByteArray wrapped = QJsonDocument(QJsonArray{ value }).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(wrapped.mid(1, wrapped.size() - 2));
}

/// "action_required" becomes "action required".
QString wordsOf(QString name)
{
    return name.replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace

QString jsonText(const std::string& json)
{
    if (json.empty() || json.front() != '"')
        return QString::fromStdString(json);
    const QJsonDocument document = parsed("[" + json + "]");
    return document.isArray() ? document.array().at(0).toString() : QString::fromStdString(json);
}

QString jsonMember(const std::string& object, const char* name)
{
    return parsed(object).object().value(QLatin1String(name)).toString();
}

std::vector<NamedLine> linesOfObject(const std::string& json)
{
    std::vector<NamedLine> lines;
    const QJsonObject object = parsed(json).object();
    for (auto member = object.begin(); member != object.end() && qsizetype(lines.size()) < mostLines; ++member) {
        const QString value = textOf(member.value());
        if (!value.isEmpty())
            lines.push_back({ wordsOf(member.key()), value, {} });
    }
    return lines;
}

std::vector<NamedLine> linesOfImpacts(const std::string& json)
{
    std::vector<NamedLine> lines;
    const QJsonArray impacts = parsed(json).array();
    for (const QJsonValue& impact : impacts) {
        if (qsizetype(lines.size()) >= mostLines)
            break;
        if (!impact.isObject()) {
            lines.push_back({ textOf(impact), {}, {} });
            continue;
        }
        QJsonObject object = impact.toObject();
        NamedLine line;
        line.label = textOf(object.take(QLatin1String("system")));
        QStringList said;
        for (const char* known : { "impact_type", "action_required" }) {
            if (const QString text = textOf(object.take(QLatin1String(known))); !text.isEmpty())
                said << text;
        }
        for (auto member = object.begin(); member != object.end(); ++member)
            said << QStringLiteral("%1 %2").arg(wordsOf(member.key()), textOf(member.value()));
        line.value = said.join(QStringLiteral(", "));
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace binnacle
