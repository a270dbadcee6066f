#include "models/entities/entity_columns_model.h"

#include <QJsonObject>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int minimumWidth = 40;
constexpr int maximumWidth = 1000;

} // namespace

EntityColumnsModel::EntityColumnsModel(QObject* parent)
    : QAbstractListModel(parent)
    , m_columns(firstColumns())
{
}

std::vector<EntityColumnsModel::Column> EntityColumnsModel::firstColumns()
{
    std::vector<Column> columns;
    for (const EntityColumnInfo& info : entityColumns())
        columns.push_back({ info.kind, info.shownAtFirst, false, 0 });
    return columns;
}

int EntityColumnsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant EntityColumnsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Column& column = m_columns[std::size_t(index.row())];
    switch (role) {
    case TitleRole:
        return entityColumnTitle(column.kind);
    case ShownRole:
        return column.shown;
    case MaskedRole:
        return column.masked;
    case FixedRole:
        return column.kind == EntityColumnKind::Id;
    case ColumnIdRole:
        return QString::fromLatin1(entityColumn(column.kind).id);
    default:
        return {};
    }
}

QHash<int, QByteArray> EntityColumnsModel::roleNames() const
{
    return { { TitleRole, "title" }, { ShownRole, "shown" }, { MaskedRole, "masked" }, { FixedRole, "fixed" },
        { ColumnIdRole, "columnId" } };
}

std::vector<EntityColumnsModel::Column> EntityColumnsModel::shown() const
{
    std::vector<Column> shown;
    std::copy_if(m_columns.begin(), m_columns.end(), std::back_inserter(shown),
        [](const Column& column) { return column.shown; });
    return shown;
}

void EntityColumnsModel::setShown(int row, bool shown)
{
    if (row < 0 || row >= rowCount())
        return;
    Column& column = m_columns[std::size_t(row)];
    // Without its name a row could not be told from the next.
    if (column.shown == shown || column.kind == EntityColumnKind::Id)
        return;
    Q_EMIT aboutToChange();
    column.shown = shown;
    Q_EMIT changed();
    Q_EMIT dataChanged(index(row), index(row), { ShownRole });
}

void EntityColumnsModel::setMasked(int row, bool masked)
{
    if (row < 0 || row >= rowCount() || m_columns[std::size_t(row)].masked == masked)
        return;
    m_columns[std::size_t(row)].masked = masked;
    Q_EMIT dataChanged(index(row), index(row), { MaskedRole });
    Q_EMIT masksChanged();
}

void EntityColumnsModel::move(int from, int to)
{
    if (from < 0 || from >= rowCount() || to < 0 || to >= rowCount() || from == to)
        return;
    Q_EMIT aboutToChange();
    beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
    const auto first = m_columns.begin();
    if (from < to)
        std::rotate(first + from, first + from + 1, first + to + 1);
    else
        std::rotate(first + to, first + from, first + from + 1);
    endMoveRows();
    Q_EMIT changed();
}

void EntityColumnsModel::setWidth(EntityColumnKind kind, int width)
{
    const auto found =
        std::find_if(m_columns.begin(), m_columns.end(), [kind](const Column& column) { return column.kind == kind; });
    const int kept = width == 0 ? 0 : std::clamp(width, minimumWidth, maximumWidth);
    if (found == m_columns.end() || found->width == kept)
        return;
    found->width = kept;
    Q_EMIT widthsChanged();
}

void EntityColumnsModel::restore()
{
    setColumns(firstColumns());
    Q_EMIT masksChanged();
}

QJsonArray EntityColumnsModel::toJson() const
{
    QJsonArray json;
    for (const Column& column : m_columns) {
        QJsonObject entry;
        entry.insert(QStringLiteral("id"), QString::fromLatin1(entityColumn(column.kind).id));
        entry.insert(QStringLiteral("shown"), column.shown);
        if (column.masked)
            entry.insert(QStringLiteral("masked"), true);
        if (column.width > 0)
            entry.insert(QStringLiteral("width"), column.width);
        json.append(entry);
    }
    return json;
}

void EntityColumnsModel::fromJson(const QJsonArray& json)
{
    std::vector<Column> columns;
    const auto has = [&columns](EntityColumnKind kind) {
        return std::any_of(
            columns.begin(), columns.end(), [kind](const Column& column) { return column.kind == kind; });
    };
    for (const QJsonValue& value : json) {
        const QJsonObject entry = value.toObject();
        const EntityColumnInfo* info = entityColumnById(entry.value(QStringLiteral("id")).toString());
        if (!info || has(info->kind))
            continue;
        const int width = entry.value(QStringLiteral("width")).toInt();
        columns.push_back(
            { info->kind, entry.value(QStringLiteral("shown")).toBool(true) || info->kind == EntityColumnKind::Id,
                entry.value(QStringLiteral("masked")).toBool(),
                width > 0 ? std::clamp(width, minimumWidth, maximumWidth) : 0 });
    }
    for (const Column& column : firstColumns()) {
        if (!has(column.kind))
            columns.push_back(column);
    }
    setColumns(std::move(columns));
}

void EntityColumnsModel::setColumns(std::vector<Column> columns)
{
    Q_EMIT aboutToChange();
    beginResetModel();
    m_columns = std::move(columns);
    endResetModel();
    Q_EMIT changed();
    Q_EMIT widthsChanged();
}

} // namespace binnacle
