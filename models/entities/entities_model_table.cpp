// Columns, cells and order of EntitiesModel.

#include "models/entities/entities_model.h"

#include "models/common/formatter.h"
#include "models/common/status_words.h"
#include "models/entities/entity_cells.h"

#include <algorithm>

namespace binnacle {

namespace {

/// Times and numbers are first wanted largest first, names from A.
bool descendsAtFirst(EntitySort sort)
{
    return sort == EntitySort::Updated || sort == EntitySort::Created || sort == EntitySort::Retries
        || sort == EntitySort::Version;
}

/// An age grows while the instant behind it shrinks: its arrow points the other way.
bool runsAgainstItsKey(EntityColumnKind kind)
{
    return kind == EntityColumnKind::Age;
}

} // namespace

QString EntitiesModel::title(int column) const
{
    return isCheck(column) ? tr("Select") : entityColumnTitle(shownAt(column).kind);
}

QString EntitiesModel::text(int row, int column) const
{
    if (isCheck(column))
        return {};
    const auto& shown = shownAt(column);
    const QString text = cellText(m_list.at(row), shown.kind, m_formatter);
    return shown.masked && !text.isEmpty() ? maskedText() : text;
}

QString EntitiesModel::sentence(int row) const
{
    const bool masked = std::any_of(m_shown.begin(), m_shown.end(),
        [](const auto& column) { return column.kind == EntityColumnKind::Id && column.masked; });
    return rowSentence(m_list.at(row), m_formatter, masked);
}

QString EntitiesModel::mark(int row, int column) const
{
    if (isCheck(column))
        return {};
    const auto& shown = shownAt(column);
    return shown.kind == EntityColumnKind::Status && !shown.masked ? statusWord(m_list.at(row).status) : QString();
}

QString EntitiesModel::tone(int row, int column) const
{
    if (isCheck(column))
        return {};
    const auto& shown = shownAt(column);
    return shown.masked ? QStringLiteral("muted") : cellTone(m_list.at(row), shown.kind);
}

QString EntitiesModel::tip(int row, int column) const
{
    if (isCheck(column))
        return {};
    const auto& shown = shownAt(column);
    return shown.masked ? tr("This column is masked") : cellTip(m_list.at(row), shown.kind, m_formatter);
}

QString EntitiesModel::blocks(int row, int column) const
{
    if (isCheck(column))
        return {};
    const auto& shown = shownAt(column);
    return shown.kind == EntityColumnKind::Steps && !shown.masked ? stepBlocks(m_list.at(row).steps) : QString();
}

void EntitiesModel::sortBy(int column, bool add)
{
    if (!isSortable(column))
        return;
    const EntityColumnKind kind = shownAt(column).kind;
    const EntitySort sort = *entityColumn(kind).sort;
    EntityQuery query = m_query;
    if (query.sort.empty())
        query.sort = { SortKey{} };
    const auto found =
        std::find_if(query.sort.begin(), query.sort.end(), [sort](const SortKey& key) { return key.column == sort; });
    SortKey key{ sort, runsAgainstItsKey(kind) ? false : descendsAtFirst(sort) };
    if (add && found != query.sort.end()) {
        found->descending = !found->descending;
    } else if (add) {
        query.sort.push_back(key);
    } else {
        if (query.sort.size() == 1 && found != query.sort.end())
            key.descending = !found->descending;
        query.sort = { key };
    }
    setQuery(std::move(query));
}

QStringList EntitiesModel::sortKeys() const
{
    QStringList keys;
    for (const SortKey& key : sortedBy()) {
        const auto column = sortColumn(key);
        keys << (column ? QString::fromLatin1(entityColumn(*column).id) : QString());
    }
    return keys;
}

QList<bool> EntitiesModel::sortDescending() const
{
    QList<bool> descending;
    for (const SortKey& key : sortedBy()) {
        const auto column = sortColumn(key);
        descending << (key.descending != (column && runsAgainstItsKey(*column)));
    }
    return descending;
}

std::vector<SortKey> EntitiesModel::sortedBy() const
{
    return m_query.sort.empty() ? std::vector{ SortKey{} } : m_query.sort;
}

std::optional<EntityColumnKind> EntitiesModel::sortColumn(const SortKey& key) const
{
    const auto found = std::find_if(m_shown.begin(), m_shown.end(),
        [&key](const auto& column) { return entityColumn(column.kind).sort == key.column; });
    return found == m_shown.end() ? std::nullopt : std::optional(found->kind);
}

bool EntitiesModel::isSortable(int column) const
{
    return column > 0 && column < columns() && entityColumn(shownAt(column).kind).sort.has_value();
}

QVariantList EntitiesModel::columnSpecs() const
{
    QVariantList specs;
    for (const auto& column : m_shown) {
        const EntityColumnInfo& info = entityColumn(column.kind);
        specs << QVariantMap{ { QStringLiteral("key"), QString::fromLatin1(info.id) },
            { QStringLiteral("title"), entityColumnTitle(column.kind) }, { QStringLiteral("width"), info.width },
            { QStringLiteral("right"), info.rightAligned }, { QStringLiteral("sortable"), info.sort.has_value() },
            { QStringLiteral("name"), column.kind == EntityColumnKind::Id },
            { QStringLiteral("blocks"), column.kind == EntityColumnKind::Steps },
            { QStringLiteral("id"), column.kind == EntityColumnKind::Id || column.kind == EntityColumnKind::Key } };
    }
    return specs;
}

QVariantMap EntitiesModel::columnWidths() const
{
    QVariantMap widths;
    for (const auto& column : m_shown) {
        if (column.width > 0)
            widths.insert(QString::fromLatin1(entityColumn(column.kind).id), column.width);
    }
    return widths;
}

void EntitiesModel::setColumnWidth(const QString& key, int width)
{
    if (const EntityColumnInfo* info = entityColumnById(key))
        m_columns.setWidth(info->kind, width);
}

QString EntitiesModel::cellFilter(int row, int column, bool exclude) const
{
    if (row < 0 || row >= rows() || column < 1 || column >= columns() || shownAt(column).masked)
        return {};
    auto filter = filterForCell(m_list.at(row), shownAt(column).kind);
    if (!filter)
        return {};
    filter->negated = exclude;
    return QString::fromStdString(toString(*filter));
}

QVariantList EntitiesModel::rowFilters(int row) const
{
    QVariantList filters;
    for (int column = 1; column < columns(); ++column) {
        const QString include = cellFilter(row, column, false);
        if (include.isEmpty())
            continue;
        filters << QVariantMap{ { QStringLiteral("title"), tr("%1 %2").arg(title(column), text(row, column)) },
            { QStringLiteral("include"), include }, { QStringLiteral("exclude"), cellFilter(row, column, true) } };
    }
    return filters;
}

QString EntitiesModel::keyAt(int row) const
{
    return row >= 0 && row < rows() ? QString::fromStdString(toString(m_list.at(row).key)) : QString();
}

QString EntitiesModel::nameAt(int row) const
{
    return row >= 0 && row < rows() ? QString::fromStdString(m_list.at(row).key.id) : QString();
}

} // namespace binnacle
