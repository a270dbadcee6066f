#include "models/entity/entity_events_model.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/entity/event_cells.h"

#include <algorithm>
#include <iterator>

namespace binnacle {

namespace {

constexpr std::int64_t pageSize = 200;
/// Of pages that are read one after the other, to be sorted.
constexpr std::int64_t largePageSize = 1000;

SortOrder newestFirst()
{
    return SortOrder({ EntityEventsModel::Version, true });
}

bool goesByVersion(const SortOrder& order)
{
    return order.keys().front().column == EntityEventsModel::Version;
}

/// Whether the store lists in this order. A version is never there twice, so keys behind it do not matter.
bool isServed(const SortOrder& order)
{
    return goesByVersion(order) || (order.keys().size() == 1 && order.keys().front().column == EntityEventsModel::Time);
}

} // namespace

EntityEventsModel::EntityEventsModel(Engine& engine, const Formatter& formatter, QObject* parent)
    : TableModel(parent)
    , m_engine(engine)
    , m_formatter(formatter)
    , m_order(newestFirst())
    , m_askedOrder(newestFirst())
{
    connect(&m_formatter, &Formatter::zoneChanged, this, [this] { rowsChanged(0, rows() - 1); });
}

EventQuery EntityEventsModel::query(const SortOrder& order) const
{
    EventQuery query;
    query.entity = m_ref;
    query.text = m_search.toStdString();
    query.byOccurrence = isServed(order) && !goesByVersion(order);
    query.newestFirst = !isServed(order) || order.keys().front().descending;
    return query;
}

void EntityEventsModel::follow(EntityRef ref, std::int64_t version, Seq lastSeq)
{
    if (m_ref != ref) {
        clear();
        m_ref = ref;
    }
    m_wanted = { version, lastSeq };
    if (m_isRead)
        readNewest();
    else
        readAnew();
}

void EntityEventsModel::clear()
{
    m_anewRead.cancel();
    m_newestRead.cancel();
    m_nextRead.cancel();
    m_ref = 0;
    m_nextCursor.clear();
    m_problem.clear();
    m_isRead = false;
    m_topVersion = 0;
    m_gathered.clear();
    m_damaged.clear();
    m_seqs.clear();
    m_order = newestFirst();
    m_askedOrder = newestFirst();
    if (!m_rows.empty()) {
        beginRemoveRows({}, 0, rows() - 1);
        m_rows.clear();
        endRemoveRows();
        Q_EMIT countChanged();
    }
    Q_EMIT sortChanged();
    Q_EMIT stateChanged();
}

void EntityEventsModel::fail(const Error& error)
{
    m_problem = errorText(error);
    Q_EMIT stateChanged();
}

void EntityEventsModel::retry()
{
    if (m_problem.isEmpty() || !m_isRead || m_order != m_askedOrder)
        readAnew();
    else {
        readNewest();
        fetchNext();
    }
}

void EntityEventsModel::setSearchText(const QString& text)
{
    if (m_search == text)
        return;
    m_search = text;
    Q_EMIT searchTextChanged();
    // The rows of the former text stay until the answer is there.
    m_isRead = false;
    m_newestRead.cancel();
    m_nextRead.cancel();
    readAnew();
}

void EntityEventsModel::sortBy(int column, bool add)
{
    if (column < 0 || column >= ColumnCount || m_ref == 0)
        return;
    m_askedOrder.toggle({ column, column == Time || column == Version }, add);
    const bool isHere = isComplete() && !isServed(m_askedOrder);
    if (!isHere) {
        readAnew();
        return;
    }
    m_anewRead.cancel();
    std::vector<EventRow> sorted = m_rows;
    EventComparison(m_askedOrder, m_formatter).sort(sorted);
    show(std::move(sorted), {}, { m_wanted.version, m_seenSeq });
}

void EntityEventsModel::readAnew()
{
    if (m_ref == 0)
        return;
    m_gathered.clear();
    readPart(m_wanted, {});
    Q_EMIT stateChanged();
}

void EntityEventsModel::readPart(Known known, const std::string& cursor)
{
    const std::int64_t limit = isServed(m_askedOrder) ? pageSize : largePageSize;
    m_anewRead.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EventRow>> done) {
            m_engine.events(token, query(m_askedOrder), { limit, cursor }, std::move(done));
        },
        [this, known](Result<Page<EventRow>> answer) { takePart(std::move(answer), known); });
}

void EntityEventsModel::takePart(Result<Page<EventRow>> answer, Known known)
{
    if (!answer) {
        fail(answer.error());
        return;
    }
    m_problem.clear();
    // The first part takes the place of all that was read before.
    if (m_gathered.empty())
        m_damaged.clear();
    addDamage(answer->damaged);
    std::move(answer->items.begin(), answer->items.end(), std::back_inserter(m_gathered));
    if (isServed(m_askedOrder)) {
        show(std::exchange(m_gathered, {}), std::move(answer->nextCursor), known);
    } else if (answer->nextCursor.empty()) {
        EventComparison(m_askedOrder, m_formatter).sort(m_gathered);
        show(std::exchange(m_gathered, {}), {}, known);
    } else if (m_gathered.size() < mostSorted) {
        readPart(known, answer->nextCursor);
    } else {
        refuseToSort();
    }
}

/// A part of the rows in an order of their own would be a wrong order.
void EntityEventsModel::refuseToSort()
{
    m_gathered.clear();
    const int column = m_askedOrder.keys().front().column;
    m_askedOrder = m_isRead ? m_order : newestFirst();
    if (!m_isRead)
        readAnew();
    Q_EMIT sortRefused(tr("More than %1 events can be sorted by time or version only, not by %2.")
                           .arg(m_formatter.count(qint64(mostSorted)), title(column).toLower()));
}

void EntityEventsModel::show(std::vector<EventRow> rows, std::string nextCursor, Known known)
{
    m_nextRead.cancel();
    beginResetModel();
    m_rows = std::move(rows);
    m_nextCursor = std::move(nextCursor);
    m_order = m_askedOrder;
    endResetModel();
    m_isRead = true;
    m_seenSeq = known.lastSeq;
    m_known = known;
    countVersions();
    Q_EMIT sortChanged();
    Q_EMIT countChanged();
    Q_EMIT stateChanged();
    if (m_wanted.lastSeq > known.lastSeq)
        readNewest();
}

void EntityEventsModel::addDamage(const std::vector<SeqRange>& events)
{
    const std::size_t before = m_damaged.size();
    for (const SeqRange& range : events) {
        for (Seq seq = range.first; seq <= range.last; ++seq)
            m_damaged.insert(seq);
    }
    if (m_damaged.size() != before)
        rowsChanged(0, rows() - 1);
}

QString EntityEventsModel::damage() const
{
    if (m_damaged.empty())
        return {};
    const QString what = m_damaged.size() == 1
        ? tr("Event %1 cannot be read").arg(*m_damaged.begin())
        : tr("%1 events cannot be read").arg(m_formatter.count(qint64(m_damaged.size())));
    return tr("%1: the store is damaged. `binnacle doctor --deep` tells what is lost.").arg(what);
}

void EntityEventsModel::readNewest()
{
    m_newestRead.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EventRow>> done) {
            m_engine.events(token, query(newestFirst()), { pageSize, {} }, std::move(done));
        },
        [this, known = m_wanted](Result<Page<EventRow>> answer) { takeNewest(std::move(answer), known); });
}

void EntityEventsModel::takeNewest(Result<Page<EventRow>> answer, Known known)
{
    if (!answer) {
        fail(answer.error());
        return;
    }
    m_problem.clear();
    addDamage(answer->damaged);
    std::vector<EventRow>& page = answer->items;
    const auto isSeen = [this](const EventRow& row) { return row.seq <= m_seenSeq; };
    const auto seen = std::find_if(page.begin(), page.end(), isSeen);
    if (seen == page.end() && !answer->nextCursor.empty()) {
        // More is new than a page holds.
        readAnew();
        return;
    }
    page.erase(seen, page.end());
    const Seq newest = std::max(known.lastSeq, page.empty() ? 0 : page.front().seq);
    std::erase_if(page, [this](const EventRow& row) { return placeOf(row.seq) != m_rows.end(); });
    if (m_order == newestFirst())
        insertOnTop(std::move(page));
    else if (!std::all_of(page.begin(), page.end(), [this](EventRow& row) { return insertInPlace(std::move(row)); }))
        return;
    m_seenSeq = std::max(m_seenSeq, newest);
    m_known = known;
    countVersions();
    Q_EMIT countChanged();
    Q_EMIT stateChanged();
}

void EntityEventsModel::insertOnTop(std::vector<EventRow> fresh)
{
    if (fresh.empty())
        return;
    beginInsertRows({}, 0, int(fresh.size()) - 1);
    m_rows.insert(m_rows.begin(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
    endInsertRows();
}

/// False where only reading anew can tell the place.
bool EntityEventsModel::insertInPlace(EventRow event)
{
    // Within one instant the store goes by what the sender said, which is not in the row: it may be before or behind
    // the last one, and so belong to the next page or not.
    if (!isComplete() && !goesByVersion(m_order) && m_rows.back().occurredAt == event.occurredAt) {
        readAnew();
        return false;
    }
    const auto place =
        std::upper_bound(m_rows.begin(), m_rows.end(), event, EventComparison(m_order, m_formatter)) - m_rows.begin();
    if (place == rows() && !isComplete()) {
        // It comes with its page; one that is on its way may have been read before.
        if (m_nextRead.isPending())
            readNext();
        return true;
    }
    beginInsertRows({}, int(place), int(place));
    m_rows.insert(m_rows.begin() + place, std::move(event));
    endInsertRows();
    return true;
}

void EntityEventsModel::fetchNext()
{
    if (m_isRead && !m_nextCursor.empty() && !m_nextRead.isPending())
        readNext();
}

void EntityEventsModel::readNext()
{
    m_nextRead.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EventRow>> done) {
            m_engine.events(token, query(m_order), { pageSize, m_nextCursor }, std::move(done));
        },
        [this](Result<Page<EventRow>> answer) { takeNext(std::move(answer)); });
}

void EntityEventsModel::takeNext(Result<Page<EventRow>> answer)
{
    if (!answer) {
        fail(answer.error());
        return;
    }
    m_problem.clear();
    addDamage(answer->damaged);
    m_nextCursor = answer->nextCursor;
    if (!answer->items.empty()) {
        beginInsertRows({}, rows(), rows() + int(answer->items.size()) - 1);
        std::move(answer->items.begin(), answer->items.end(), std::back_inserter(m_rows));
        endInsertRows();
        Q_EMIT countChanged();
    }
    countVersions();
    Q_EMIT stateChanged();
}

void EntityEventsModel::countVersions()
{
    const auto newer =
        std::count_if(m_rows.begin(), m_rows.end(), [this](const EventRow& row) { return row.seq > m_known.lastSeq; });
    // What was recorded since the entity was read comes on top of its version.
    const std::int64_t top = m_known.version + newer;
    std::vector<Seq> seqs;
    if (!goesByVersion(m_order) && isComplete()) {
        std::transform(
            m_rows.begin(), m_rows.end(), std::back_inserter(seqs), [](const EventRow& row) { return row.seq; });
        std::sort(seqs.begin(), seqs.end());
    }
    if (top == m_topVersion && seqs == m_seqs)
        return;
    m_topVersion = top;
    m_seqs = std::move(seqs);
    rowsChanged(0, rows() - 1);
}

/// 0 where it cannot be told from the rows.
std::int64_t EntityEventsModel::versionAt(int row) const
{
    // Versions count what cannot be read, too.
    if (!m_search.isEmpty() || !m_damaged.empty())
        return 0;
    if (goesByVersion(m_order))
        return m_order.keys().front().descending ? m_topVersion - row : row + 1;
    const auto place = std::lower_bound(m_seqs.begin(), m_seqs.end(), m_rows[std::size_t(row)].seq);
    return place == m_seqs.end() ? 0 : place - m_seqs.begin() + 1;
}

std::vector<EventRow>::const_iterator EntityEventsModel::placeOf(Seq seq) const
{
    return std::find_if(m_rows.begin(), m_rows.end(), [seq](const EventRow& row) { return row.seq == seq; });
}

} // namespace binnacle
