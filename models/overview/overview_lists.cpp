#include "models/overview/overview_lists.h"

#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

QString inQuery(const QString& field, const QString& value)
{
    const bool quote = value.contains(u' ') || value.contains(u'"') || value.contains(u':') || value.startsWith(u'-');
    QString text = value;
    return field + u':' + (quote ? u'"' + text.replace(u'"', QLatin1String("\\\"")) + u'"' : text);
}

constexpr int statusCount = int(allEntityStatuses.size());

} // namespace

QVariant KpiModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const KpiRow& row = at(index.row());
    switch (role) {
    case LabelRole:
        return row.label;
    case ValueRole:
        return row.value;
    case UnitRole:
        return row.unit;
    case NoteRole:
        return row.note;
    case ToneRole:
        return row.tone;
    case ValuesRole:
        return QVariant::fromValue(row.values);
    case PageRole:
        return row.page;
    case QueryRole:
        return row.query;
    case SentenceRole:
        return tr("%1: %2 %3, %4").arg(row.label, row.value, row.unit, row.note);
    }
    return {};
}

QHash<int, QByteArray> KpiModel::roleNames() const
{
    return { { LabelRole, "label" }, { ValueRole, "value" }, { UnitRole, "unit" }, { NoteRole, "note" },
        { ToneRole, "tone" }, { ValuesRole, "values" }, { PageRole, "page" }, { QueryRole, "query" },
        { SentenceRole, "sentence" } };
}

ProjectsModel::ProjectsModel(const Formatter& format, QObject* parent)
    : ShortListModel(parent)
    , m_format(format)
{
}

QVariant ProjectsModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const ProjectRow& row = at(index.row());
    switch (role) {
    case NameRole:
        return QString::fromStdString(row.project);
    case OrganizationRole:
        return QString::fromStdString(row.organization);
    case TypesRole: {
        QStringList types;
        for (const std::string& type : row.types)
            types.append(QString::fromStdString(type));
        return types.join(QStringLiteral(", "));
    }
    case OpenWorkRole:
        return QVariant::fromValue(QList<double>{ double(row.inProgress), double(row.pending), double(row.failed) });
    case InProgressRole:
        return m_format.count(row.inProgress);
    case PendingRole:
        return m_format.count(row.pending);
    case FailedRole:
        return m_format.count(row.failed);
    case HasFailedRole:
        return row.failed > 0;
    case CompletedRole:
        return m_format.count(row.completed);
    case LastEventRole:
        return m_format.ageOf(row.lastEventAt);
    case LastEventTipRole:
        return m_format.absolute(row.lastEventAt);
    case QueryRole:
        return inQuery(QStringLiteral("org"), QString::fromStdString(row.organization)) + u' '
            + inQuery(QStringLiteral("project"), QString::fromStdString(row.project));
    case SentenceRole:
        return tr("%1 of %2: %3 in progress, %4 pending, %5 failed, %6 completed")
            .arg(QString::fromStdString(row.project), QString::fromStdString(row.organization),
                m_format.count(row.inProgress), m_format.count(row.pending), m_format.count(row.failed),
                m_format.count(row.completed));
    }
    return {};
}

QHash<int, QByteArray> ProjectsModel::roleNames() const
{
    return { { NameRole, "name" }, { OrganizationRole, "organization" }, { TypesRole, "types" },
        { OpenWorkRole, "openWork" }, { InProgressRole, "inProgress" }, { PendingRole, "pending" },
        { FailedRole, "failed" }, { HasFailedRole, "hasFailed" }, { CompletedRole, "completed" },
        { LastEventRole, "lastEvent" }, { LastEventTipRole, "lastEventTip" }, { QueryRole, "query" },
        { SentenceRole, "sentence" } };
}

void ProjectsModel::refreshAges()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1), { LastEventRole });
}

TypeGridModel::TypeGridModel(const Formatter& format, QObject* parent)
    : ShortListModel(parent)
    , m_format(format)
{
}

void TypeGridModel::setCells(const std::vector<GridCell>& cells, const QString& scope)
{
    m_scope = scope;
    std::map<std::string, TypeRow> byType;
    for (const GridCell& cell : cells) {
        TypeRow& row = byType[cell.type];
        row.type = QString::fromStdString(cell.type);
        for (int i = 0; i < statusCount; ++i) {
            if (allEntityStatuses[std::size_t(i)] == cell.status)
                row.counts[i] += cell.count;
        }
    }
    std::vector<TypeRow> rows;
    for (auto& [type, row] : byType)
        rows.push_back(std::move(row));
    const auto total = [](const TypeRow& row) {
        std::int64_t sum = 0;
        for (const std::int64_t count : row.counts)
            sum += count;
        return sum;
    };
    std::ranges::stable_sort(rows, std::ranges::greater{}, total);
    setRows(std::move(rows));
}

QVariant TypeGridModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const TypeRow& row = at(index.row());
    const QString type = inQuery(QStringLiteral("type"), row.type);
    const QString scoped = m_scope.isEmpty() ? type : m_scope + u' ' + type;
    const std::int64_t failed = row.counts[3];
    const std::int64_t finished = row.counts[2] + failed + row.counts[4];
    switch (role) {
    case TypeRole:
        return row.type;
    case CountsRole: {
        QStringList counts;
        for (const std::int64_t count : row.counts)
            counts.append(m_format.count(count));
        return counts;
    }
    case SharesRole: {
        QList<double> shares;
        for (int i = 0; i < statusCount; ++i) {
            std::int64_t largest = 0;
            for (const TypeRow& other : m_rows)
                largest = std::max(largest, other.counts[i]);
            shares.append(largest > 0 ? double(row.counts[i]) / double(largest) : 0);
        }
        return QVariant::fromValue(shares);
    }
    case QueriesRole: {
        QStringList queries;
        for (const EntityStatus status : allEntityStatuses)
            queries.append(scoped + u' ' + inQuery(QStringLiteral("status"), statusWord(status)));
        return queries;
    }
    case FailureRateRole:
        return finished > 0 ? m_format.percent(double(failed) / double(finished)) : QString();
    case IsHighRole:
        return finished > 0 && double(failed) / double(finished) > 0.01;
    case QueryRole:
        return scoped;
    case SentenceRole:
        return tr("%1: %2 pending, %3 in progress, %4 completed, %5 failed, %6 archived")
            .arg(row.type, m_format.count(row.counts[0]), m_format.count(row.counts[1]), m_format.count(row.counts[2]),
                m_format.count(row.counts[3]), m_format.count(row.counts[4]));
    }
    return {};
}

QHash<int, QByteArray> TypeGridModel::roleNames() const
{
    return { { TypeRole, "type" }, { CountsRole, "counts" }, { SharesRole, "shares" }, { QueriesRole, "queries" },
        { FailureRateRole, "failureRate" }, { IsHighRole, "isHigh" }, { QueryRole, "query" },
        { SentenceRole, "sentence" } };
}

QVariant AttentionModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const AttentionItem& item = at(index.row());
    switch (role) {
    case TitleRole:
        return item.title;
    case MarkRole:
        return item.mark;
    case DetailRole:
        return item.detail;
    case ActionRole:
        return item.action;
    case PageRole:
        return item.page;
    case QueryRole:
        return item.query;
    }
    return {};
}

QHash<int, QByteArray> AttentionModel::roleNames() const
{
    return { { TitleRole, "title" }, { MarkRole, "mark" }, { DetailRole, "detail" }, { ActionRole, "action" },
        { PageRole, "page" }, { QueryRole, "query" } };
}

} // namespace binnacle
