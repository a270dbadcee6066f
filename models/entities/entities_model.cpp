#include "models/entities/entities_model.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/common/post_to.h"

#include <algorithm>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t pageSize = 200;
constexpr std::int64_t largestReload = 2000;

} // namespace

EntitiesModel::EntitiesModel(Engine& engine, const Formatter& formatter, QObject* parent)
    : TableModel(parent)
    , m_engine(engine)
    , m_formatter(formatter)
    , m_shown(m_columns.shown())
    , m_list(listener())
{
    connect(&m_columns, &EntityColumnsModel::aboutToChange, this, [this] { beginResetModel(); });
    connect(&m_columns, &EntityColumnsModel::changed, this, [this] {
        m_shown = m_columns.shown();
        endResetModel();
        Q_EMIT columnSpecsChanged();
        Q_EMIT sortChanged();
    });
    connect(&m_columns, &EntityColumnsModel::widthsChanged, this, [this] {
        m_shown = m_columns.shown();
        Q_EMIT columnWidthsChanged();
    });
    connect(&m_columns, &EntityColumnsModel::masksChanged, this, [this] {
        m_shown = m_columns.shown();
        rowsChanged(0, rows() - 1);
    });
    connect(&m_formatter, &Formatter::zoneChanged, this, [this] { rowsChanged(0, rows() - 1); });
    connect(&m_ageTimer, &QTimer::timeout, this, &EntitiesModel::refreshAges);
    m_ageTimer.start(1s);

    m_subscription = m_engine.subscribe([this, self = QPointer<QObject>(this)](const ChangeSet& changes) {
        postTo(self, [this, changes] { takeChanges(changes); });
    });
}

EntitiesModel::~EntitiesModel() = default;

EntityRowList::Listener EntitiesModel::listener()
{
    EntityRowList::Listener tell;
    tell.beginInsert = [this](int first, int last) { beginInsertRows({}, first, last); };
    tell.endInsert = [this] { endInsertRows(); };
    tell.beginRemove = [this](int first, int last) { beginRemoveRows({}, first, last); };
    tell.endRemove = [this] { endRemoveRows(); };
    tell.beginReset = [this] { beginResetModel(); };
    tell.endReset = [this] { endResetModel(); };
    tell.changed = [this](int row) { rowsChanged(row, row); };
    return tell;
}

void EntitiesModel::setQuery(EntityQuery query)
{
    if (m_loaded && query == m_query)
        return;
    const bool filtersChanged = query.filters != m_query.filters;
    const bool sortedAnew = query.sort != m_query.sort;
    m_query = std::move(query);
    m_loaded = false;
    m_toAsk.clear();
    m_changeRead.cancel();
    m_othersRead.cancel();
    if (filtersChanged && m_selection.isAll())
        clearSelection();
    if (sortedAnew)
        Q_EMIT sortChanged();
    read({ pageSize, {} }, false);
    if (filtersChanged)
        checkSelection();
}

void EntitiesModel::refresh()
{
    if (!m_loaded) {
        read({ pageSize, {} }, false);
        return;
    }
    m_toAsk.clear();
    m_changeRead.cancel();
    m_othersRead.cancel();
    m_reloadWhenFree = false;
    read({ std::clamp<std::int64_t>(rows(), pageSize, largestReload), {} }, false);
}

bool EntitiesModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_loaded && !m_cursor.empty() && !m_pageRead.isPending() && m_errorText.isEmpty();
}

void EntitiesModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        read({ pageSize, m_cursor }, true);
}

void EntitiesModel::read(const PageRequest& page, bool append)
{
    m_quiet = m_loaded;
    const auto started = std::chrono::steady_clock::now();
    // Written on the reader's thread before the answer is posted, read after it has arrived.
    auto elapsed = std::make_shared<std::chrono::steady_clock::duration>();
    m_pageRead.ask<Page<EntityRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EntityRow>> done) {
            m_engine.entities(token, m_query, page, [started, elapsed, done](Result<Page<EntityRow>> answer) {
                *elapsed = std::chrono::steady_clock::now() - started;
                done(std::move(answer));
            });
        },
        [this, append, elapsed](Result<Page<EntityRow>> answer) {
            if (!append)
                m_elapsedMs = std::chrono::duration_cast<std::chrono::milliseconds>(*elapsed).count();
            takePage(std::move(answer), append);
        });
    Q_EMIT loadingChanged();
}

void EntitiesModel::takePage(Result<Page<EntityRow>> answer, bool append)
{
    const QString problem = answer ? QString() : binnacle::errorText(answer.error());
    if (answer) {
        m_cursor = answer->nextCursor;
        if (append) {
            m_list.append(std::move(answer->items));
        } else {
            m_list.setSort(m_query.sort);
            m_list.replace(std::move(answer->items));
        }
        m_loaded = true;
        syncCurrent();
    }
    if (problem != m_errorText) {
        m_errorText = problem;
        Q_EMIT errorChanged();
    }
    Q_EMIT loadingChanged();
    Q_EMIT loadedChanged();
    Q_EMIT countChanged();
    Q_EMIT waitingChanged();
    askForChanged();
}

QString EntitiesModel::errorTitle() const
{
    return m_errorText.isEmpty() ? QString() : tr("The entities could not be read");
}

int EntitiesModel::currentRow() const
{
    return m_current ? m_list.indexOf(m_current->ref) : -1;
}

void EntitiesModel::setCurrentRow(int row)
{
    // A view says -1 while its rows are exchanged; that loses nothing here.
    if (row < 0 || row == currentRow() || row >= rows())
        return;
    m_current = m_list.at(row);
    Q_EMIT currentChanged();
}

QString EntitiesModel::currentKey() const
{
    return m_current ? QString::fromStdString(toString(m_current->key)) : QString();
}

void EntitiesModel::syncCurrent()
{
    // The row stays current when it is not loaded (yet): it is found again by its ref.
    const int row = currentRow();
    if (row >= 0)
        m_current = m_list.at(row);
    Q_EMIT currentChanged();
}

void EntitiesModel::toggleSelected(int row)
{
    if (row < 0 || row >= rows())
        return;
    m_selection.toggle(m_list.at(row));
    m_anchor = m_list.at(row).ref;
    rowsChanged(row, row, { SelectedRole });
    Q_EMIT selectionChanged();
}

void EntitiesModel::selectTo(int row)
{
    if (row < 0 || row >= rows())
        return;
    int from = m_anchor ? m_list.indexOf(*m_anchor) : currentRow();
    if (from < 0)
        from = row;
    for (int each = std::min(from, row); each <= std::max(from, row); ++each)
        m_selection.add(m_list.at(each));
    if (!m_anchor)
        m_anchor = m_list.at(from).ref;
    rowsChanged(std::min(from, row), std::max(from, row), { SelectedRole });
    Q_EMIT selectionChanged();
}

void EntitiesModel::selectAll()
{
    m_selection.selectAll();
    rowsChanged(0, rows() - 1, { SelectedRole });
    Q_EMIT selectionChanged();
}

void EntitiesModel::clearSelection()
{
    m_anchor.reset();
    if (m_selection.isEmpty())
        return;
    m_selection.clear();
    rowsChanged(0, rows() - 1, { SelectedRole });
    Q_EMIT selectionChanged();
}

void EntitiesModel::checkSelection()
{
    if (m_selection.isEmpty() || m_selection.isAll())
        return;
    m_selectionRead.ask<std::vector<EntityRow>>(
        this,
        [this](CancelToken token, Engine::Done<std::vector<EntityRow>> done) {
            m_engine.entitiesByRef(token, m_selection.refs(), m_query, std::move(done));
        },
        [this](Result<std::vector<EntityRow>> answer) {
            if (!answer || m_selection.isAll())
                return;
            std::unordered_set<EntityRef> still;
            for (const EntityRow& row : *answer)
                still.insert(row.ref);
            m_selection.retain(still);
            rowsChanged(0, rows() - 1, { SelectedRole });
            Q_EMIT selectionChanged();
        });
}

} // namespace binnacle
