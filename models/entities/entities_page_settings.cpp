// What EntitiesPageModel remembers between starts.

#include "models/entities/entities_page_model.h"

#include "models/common/ui_settings.h"

#include <QJsonArray>
#include <QJsonObject>

namespace binnacle {

namespace {

const QString sectionName = QStringLiteral("entities");

QJsonArray sortToJson(const std::vector<SortKey>& sort)
{
    QJsonArray json;
    for (const SortKey& key : sort) {
        for (const EntityColumnInfo& column : entityColumns()) {
            // Age sorts by the same key as Created; the second is named.
            if (column.sort != key.column || column.kind == EntityColumnKind::Age)
                continue;
            json.append(QJsonObject{ { QStringLiteral("column"), QString::fromLatin1(column.id) },
                { QStringLiteral("descending"), key.descending } });
            break;
        }
    }
    return json;
}

std::vector<SortKey> sortFromJson(const QJsonArray& json)
{
    std::vector<SortKey> sort;
    for (const QJsonValue& value : json) {
        const QJsonObject entry = value.toObject();
        const EntityColumnInfo* column = entityColumnById(entry.value(QStringLiteral("column")).toString());
        if (column && column->sort)
            sort.push_back({ *column->sort, entry.value(QStringLiteral("descending")).toBool() });
    }
    return sort;
}

} // namespace

void EntitiesPageModel::load()
{
    m_isLoading = true;
    const QJsonObject content = m_settings.section(sectionName);
    m_compact = content.value(QStringLiteral("compact")).toBool();
    if (const QJsonValue columns = content.value(QStringLiteral("columns")); columns.isArray())
        m_table.columnList()->fromJson(columns.toArray());
    if (const QJsonValue views = content.value(QStringLiteral("views")); views.isArray())
        m_views.fromJson(views.toArray());
    QStringList history;
    for (const QJsonValue& each : content.value(QStringLiteral("history")).toArray())
        history << each.toString();
    m_filter.setHistory(history);
    const auto sort = sortFromJson(content.value(QStringLiteral("sort")).toArray());
    if (!sort.empty())
        m_table.setQuery({ {}, sort });
    m_isLoading = false;
}

void EntitiesPageModel::save()
{
    if (m_isLoading)
        return;
    m_settings.setSection(sectionName,
        QJsonObject{ { QStringLiteral("compact"), m_compact },
            { QStringLiteral("columns"), m_table.columnList()->toJson() },
            { QStringLiteral("views"), m_views.toJson() }, { QStringLiteral("sort"), sortToJson(m_table.query().sort) },
            { QStringLiteral("history"), QJsonArray::fromStringList(m_filter.history()) } });
}

} // namespace binnacle
