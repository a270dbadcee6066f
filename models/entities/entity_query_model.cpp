#include "models/entities/entity_query_model.h"

#include "models/entities/filter_phrases.h"

#include <algorithm>
#include <chrono>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

// Long enough for the next letter of a word, short enough to feel immediate.
constexpr auto restAfterTyping = 250ms;
constexpr qsizetype historyLimit = 30;

} // namespace

EntityQueryModel::EntityQueryModel(QObject* parent)
    : QAbstractListModel(parent)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restAfterTyping);
    connect(&m_rest, &QTimer::timeout, this, [this] { read(false); });
}

int EntityQueryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant EntityQueryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EntityFilter& filter = m_applied.filters[std::size_t(index.row())];
    switch (role) {
    case LabelRole:
        return filterLabel(filter.field);
    case Qt::DisplayRole:
    case PhraseRole:
        return filterPhrase(filter);
    case NegatedRole:
        return filter.negated;
    case StatusRole:
        return filter.field == EntityField::Status ? QString::fromStdString(filter.value) : QString();
    case SentenceRole:
        return filterSentence(filter);
    case FilterTextRole:
        return QString::fromStdString(toString(filter));
    default:
        return {};
    }
}

QHash<int, QByteArray> EntityQueryModel::roleNames() const
{
    return { { LabelRole, "label" }, { PhraseRole, "phrase" }, { NegatedRole, "negated" }, { StatusRole, "status" },
        { SentenceRole, "sentence" }, { FilterTextRole, "filterText" } };
}

QString EntityQueryModel::appliedText() const
{
    return QString::fromStdString(toString(m_applied));
}

void EntityQueryModel::setText(const QString& text)
{
    if (m_text == text)
        return;
    m_text = text;
    Q_EMIT textChanged();
    m_rest.start();
}

void EntityQueryModel::setHistory(const QStringList& history)
{
    if (m_history == history)
        return;
    m_history = history.mid(0, historyLimit);
    Q_EMIT historyChanged();
}

void EntityQueryModel::commit()
{
    read(true);
    remember();
}

void EntityQueryModel::replace(const QString& text)
{
    if (m_text != text) {
        m_text = text;
        Q_EMIT textChanged();
    }
    read(true);
    remember();
}

void EntityQueryModel::clear()
{
    replace({});
}

void EntityQueryModel::removeAt(int row)
{
    if (row < 0 || row >= count())
        return;
    auto filters = m_applied.filters;
    filters.erase(filters.begin() + row);
    setFilters(std::move(filters));
}

void EntityQueryModel::toggleNegated(int row)
{
    if (row < 0 || row >= count())
        return;
    auto filters = m_applied.filters;
    filters[std::size_t(row)].negated = !filters[std::size_t(row)].negated;
    setFilters(std::move(filters));
}

void EntityQueryModel::addText(const QString& filter)
{
    auto parsed = parseEntityQuery(filter.toStdString());
    for (EntityFilter& each : parsed.query.filters)
        add(std::move(each));
}

void EntityQueryModel::add(EntityFilter filter)
{
    auto filters = m_applied.filters;
    EntityFilter opposite = filter;
    opposite.negated = !opposite.negated;
    if (std::find(filters.begin(), filters.end(), filter) != filters.end())
        return;
    const auto contrary = std::find(filters.begin(), filters.end(), opposite);
    if (contrary != filters.end())
        *contrary = std::move(filter);
    else
        filters.push_back(std::move(filter));
    setFilters(std::move(filters));
}

void EntityQueryModel::setFilters(std::vector<EntityFilter> filters)
{
    EntityQuery query;
    query.filters = std::move(filters);
    replace(QString::fromStdString(toString(query)));
}

void EntityQueryModel::read(bool evenWithProblems)
{
    m_rest.stop();
    ParsedQuery parsed = parseEntityQuery(m_text.toStdString());
    const QString problem = parsed.problems.empty() ? QString() : QString::fromStdString(parsed.problems[0].message);
    if (m_problem != problem) {
        m_problem = problem;
        Q_EMIT problemChanged();
    }
    if (!parsed.problems.empty() && !evenWithProblems)
        return;
    parsed.query.sort.clear();
    if (parsed.query == m_applied)
        return;
    beginResetModel();
    m_applied = std::move(parsed.query);
    endResetModel();
    Q_EMIT applied();
}

void EntityQueryModel::remember()
{
    const QString text = m_text.trimmed();
    if (text.isEmpty() || !m_problem.isEmpty() || (!m_history.isEmpty() && m_history.first() == text))
        return;
    m_history.removeAll(text);
    m_history.prepend(text);
    m_history = m_history.mid(0, historyLimit);
    Q_EMIT historyChanged();
}

} // namespace binnacle
