#include "models/entities/saved_views_model.h"

#include "backend/engine/engine.h"
#include "models/common/formatter.h"

#include <QJsonObject>

#include <algorithm>
#include <array>
#include <chrono>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

struct BuiltIn {
    const char* id;
    const char* name;
    const char* text;
};

constexpr std::array builtIns{
    BuiltIn{ "all", QT_TRANSLATE_NOOP("binnacle::SavedViewsModel", "All"), "" },
    BuiltIn{ "in_progress", QT_TRANSLATE_NOOP("binnacle::SavedViewsModel", "In progress"), "status:in_progress" },
    BuiltIn{ "failed", QT_TRANSLATE_NOOP("binnacle::SavedViewsModel", "Failed"), "status:failed" },
    BuiltIn{
        "stuck", QT_TRANSLATE_NOOP("binnacle::SavedViewsModel", "Stuck over 1 h"), "status:in_progress updated:>1h" },
};

constexpr qsizetype longestName = 60;

const BuiltIn* builtIn(const QString& id)
{
    const auto found = std::find_if(
        builtIns.begin(), builtIns.end(), [&id](const BuiltIn& each) { return id == QLatin1String(each.id); });
    return found == builtIns.end() ? nullptr : &*found;
}

QString canonical(const QString& text)
{
    return QString::fromStdString(toString(parseEntityQuery(text.toStdString()).query));
}

} // namespace

SavedViewsModel::SavedViewsModel(Engine& engine, const Formatter& formatter, QObject* parent)
    : QAbstractListModel(parent)
    , m_engine(engine)
    , m_formatter(formatter)
{
    for (const BuiltIn& each : builtIns)
        m_views.push_back(makeView(QString::fromLatin1(each.id), {}, QString::fromLatin1(each.text)));
    findActive();
    m_timed.setInterval(30s);
    connect(&m_timed, &QTimer::timeout, this, &SavedViewsModel::countAgain);
    m_timed.start();
}

SavedViewsModel::View SavedViewsModel::makeView(QString id, QString name, const QString& text)
{
    View view{ std::move(id), std::move(name), canonical(text), std::make_unique<QueryCounter>(m_engine) };
    const QueryCounter* counter = view.counter.get();
    connect(counter, &QueryCounter::changed, this, [this, counter] {
        const int row = rowOf(counter);
        if (row >= 0)
            Q_EMIT dataChanged(index(row), index(row), { CountRole });
    });
    view.counter->count(parseEntityQuery(view.text.toStdString()).query);
    return view;
}

int SavedViewsModel::rowOf(const QueryCounter* counter) const
{
    const auto found = std::find_if(
        m_views.begin(), m_views.end(), [counter](const View& view) { return view.counter.get() == counter; });
    return found == m_views.end() ? -1 : int(found - m_views.begin());
}

int SavedViewsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant SavedViewsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const View& view = m_views[std::size_t(index.row())];
    switch (role) {
    case NameRole:
        return name(index.row());
    case CountRole: {
        const auto answer = view.counter->answer();
        if (!answer)
            return QString();
        const QString number = m_formatter.count(answer->count);
        return answer->isExact ? number : QLatin1Char('~') + number;
    }
    case QueryTextRole:
        return view.text;
    case OwnRole:
        return isOwn(index.row());
    case ActiveRole:
        return index.row() == m_active;
    default:
        return {};
    }
}

QHash<int, QByteArray> SavedViewsModel::roleNames() const
{
    return { { NameRole, "name" }, { CountRole, "countText" }, { QueryTextRole, "queryText" }, { OwnRole, "own" },
        { ActiveRole, "active" } };
}

void SavedViewsModel::setShownText(const QString& text)
{
    m_shownText = text;
    findActive();
}

void SavedViewsModel::findActive()
{
    const auto found =
        std::find_if(m_views.begin(), m_views.end(), [this](const View& view) { return view.text == m_shownText; });
    const int active = found == m_views.end() ? -1 : int(found - m_views.begin());
    if (active == m_active)
        return;
    m_active = active;
    if (count() > 0)
        Q_EMIT dataChanged(index(0), index(count() - 1), { ActiveRole });
    Q_EMIT activeChanged();
}

QString SavedViewsModel::queryText(int row) const
{
    return row >= 0 && row < count() ? m_views[std::size_t(row)].text : QString();
}

QString SavedViewsModel::name(int row) const
{
    if (row < 0 || row >= count())
        return {};
    const View& view = m_views[std::size_t(row)];
    const BuiltIn* known = builtIn(view.id);
    return known ? tr(known->name) : view.name;
}

bool SavedViewsModel::isOwn(int row) const
{
    return row >= 0 && row < count() && m_views[std::size_t(row)].id.isEmpty();
}

QString SavedViewsModel::nameProblem(const QString& name, int row) const
{
    const QString wanted = name.simplified();
    if (wanted.isEmpty())
        return tr("A view needs a name.");
    if (wanted.size() > longestName)
        return tr("A name has at most %1 characters.").arg(longestName);
    for (int each = 0; each < count(); ++each) {
        if (each == row || this->name(each).compare(wanted, Qt::CaseInsensitive) != 0)
            continue;
        if (row >= 0)
            return tr("Another view has this name.");
        if (!isOwn(each))
            return tr("This name belongs to a view that comes with Binnacle.");
    }
    return {};
}

int SavedViewsModel::save(const QString& name)
{
    if (!nameProblem(name, -1).isEmpty())
        return -1;
    const QString wanted = name.simplified();
    for (int row = 0; row < count(); ++row) {
        if (this->name(row).compare(wanted, Qt::CaseInsensitive) != 0)
            continue;
        m_views[std::size_t(row)] = makeView({}, wanted, m_shownText);
        Q_EMIT dataChanged(index(row), index(row));
        findActive();
        Q_EMIT viewsChanged();
        return row;
    }
    beginInsertRows({}, count(), count());
    m_views.push_back(makeView({}, wanted, m_shownText));
    endInsertRows();
    findActive();
    Q_EMIT viewsChanged();
    return count() - 1;
}

bool SavedViewsModel::rename(int row, const QString& name)
{
    if (!isOwn(row) || !nameProblem(name, row).isEmpty())
        return false;
    m_views[std::size_t(row)].name = name.simplified();
    Q_EMIT dataChanged(index(row), index(row), { NameRole });
    Q_EMIT viewsChanged();
    return true;
}

void SavedViewsModel::remove(int row)
{
    if (!isOwn(row))
        return;
    beginRemoveRows({}, row, row);
    m_views.erase(m_views.begin() + row);
    endRemoveRows();
    m_active = -1;
    findActive();
    Q_EMIT activeChanged();
    Q_EMIT viewsChanged();
}

void SavedViewsModel::move(int from, int to)
{
    if (from < 0 || from >= count() || to < 0 || to >= count() || from == to)
        return;
    beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
    const auto first = m_views.begin();
    if (from < to)
        std::rotate(first + from, first + from + 1, first + to + 1);
    else
        std::rotate(first + to, first + from, first + from + 1);
    endMoveRows();
    findActive();
    Q_EMIT viewsChanged();
}

void SavedViewsModel::countAgain()
{
    for (const View& view : m_views)
        view.counter->countAgain();
}

QString SavedViewsModel::suggestedName() const
{
    return isOwn(m_active) ? name(m_active) : QString();
}

QJsonArray SavedViewsModel::toJson() const
{
    QJsonArray json;
    for (const View& view : m_views) {
        QJsonObject entry;
        if (view.id.isEmpty()) {
            entry.insert(QStringLiteral("name"), view.name);
            entry.insert(QStringLiteral("query"), view.text);
        } else {
            entry.insert(QStringLiteral("id"), view.id);
        }
        json.append(entry);
    }
    return json;
}

void SavedViewsModel::fromJson(const QJsonArray& json)
{
    std::vector<View> views;
    const auto has = [&views](const QString& id) {
        return std::any_of(views.begin(), views.end(), [&id](const View& view) { return view.id == id; });
    };
    for (const QJsonValue& value : json) {
        const QJsonObject entry = value.toObject();
        const QString id = entry.value(QStringLiteral("id")).toString();
        const QString name = entry.value(QStringLiteral("name")).toString().simplified().left(longestName);
        if (const BuiltIn* known = builtIn(id); known && !has(id))
            views.push_back(makeView(id, {}, QString::fromLatin1(known->text)));
        else if (id.isEmpty() && !name.isEmpty())
            views.push_back(makeView({}, name, entry.value(QStringLiteral("query")).toString()));
    }
    for (const BuiltIn& each : builtIns) {
        if (!has(QString::fromLatin1(each.id)))
            views.push_back(makeView(QString::fromLatin1(each.id), {}, QString::fromLatin1(each.text)));
    }
    beginResetModel();
    m_views = std::move(views);
    endResetModel();
    m_active = -1;
    findActive();
    Q_EMIT activeChanged();
    Q_EMIT viewsChanged();
}

} // namespace binnacle
