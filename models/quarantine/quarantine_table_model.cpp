#include "models/quarantine/quarantine_table_model.h"

#include "models/common/error_words.h"
#include "models/common/formatter.h"

#include "backend/engine/engine.h"

#include <QFileInfo>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::int64_t pageSize = 200;

/// "orders.ndjson:12", "127.0.0.1:51234"
QString originText(const QuarantineRow& row, bool whole)
{
    const QString origin = QString::fromStdString(row.origin);
    const QString name = whole || !origin.contains(u'/') ? origin : QFileInfo(origin).fileName();
    return row.line == 0 ? name : name + u':' + QString::number(row.line);
}

} // namespace

QuarantineTableModel::QuarantineTableModel(Engine& engine, const Formatter& formatter, QObject* parent)
    : TableModel(parent)
    , m_engine(engine)
    , m_formatter(formatter)
{
    connect(this, &TableModel::countChanged, this, &QuarantineTableModel::selectionChanged);
    connect(&formatter, &Formatter::zoneChanged, this, [this] {
        rowsChanged(0, rows() - 1, { TextRole, TipRole, SentenceRole });
    });
}

void QuarantineTableModel::setStatus(const QString& status)
{
    m_status = status.toStdString();
    clear();
    read(pageSize, {});
}

void QuarantineTableModel::clear()
{
    if (!m_rows.empty()) {
        beginRemoveRows({}, 0, rows() - 1);
        m_rows.clear();
        endRemoveRows();
        Q_EMIT countChanged();
    }
    m_cursor.clear();
    m_loaded = false;
    m_letIn = true;
    m_again = false;
    m_waiting = 0;
    clearSelection();
    settle(0);
    Q_EMIT waitingChanged();
    Q_EMIT loadedChanged();
}

void QuarantineTableModel::refresh()
{
    // Never in the place of the read before: where events are refused all the time, none would come to its end.
    m_again = m_read.isPending();
    // A page more, so that rows which come new push none out.
    if (!m_again)
        read(std::int64_t(m_rows.size()) + m_waiting + pageSize, {});
}

void QuarantineTableModel::showWaiting()
{
    m_letIn = true;
    refresh();
}

void QuarantineTableModel::fetchNext()
{
    if (!m_cursor.empty() && !m_read.isPending())
        read(pageSize, m_cursor);
}

void QuarantineTableModel::read(std::int64_t limit, const std::string& cursor)
{
    m_read.ask<Page<QuarantineRow>>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.quarantine(token, m_status, { limit, cursor }, std::move(done));
        },
        [this, isNext = !cursor.empty()](Result<Page<QuarantineRow>> answer) { take(std::move(answer), isNext); });
}

void QuarantineTableModel::take(Result<Page<QuarantineRow>> answer, bool isNext)
{
    const QString problem = answer ? QString() : errorText(answer.error());
    if (problem != m_problem) {
        m_problem = problem;
        Q_EMIT problemChanged();
    }
    if (answer) {
        m_cursor = std::move(answer->nextCursor);
        if (isNext)
            add(std::move(answer->items));
        else
            merge(std::move(answer->items));
        m_loaded = true;
    }
    Q_EMIT loadedChanged();
    if (m_again)
        refresh();
}

void QuarantineTableModel::add(std::vector<QuarantineRow> added)
{
    if (added.empty())
        return;
    beginInsertRows({}, rows(), rows() + int(added.size()) - 1);
    std::ranges::move(added, std::back_inserter(m_rows));
    endInsertRows();
    Q_EMIT countChanged();
    settle(0);
}

void QuarantineTableModel::merge(std::vector<QuarantineRow> next)
{
    const int before = rows();
    const int waitingBefore = m_waiting;
    const int formerRow = std::max(0, currentRow());
    m_waiting = 0;
    if (m_engaged && !m_letIn && before > 0) {
        // Newest first: what is above the first row that was shown is new.
        const std::int64_t newest = m_rows.front().id;
        const auto known = std::ranges::find_if(next, [newest](const QuarantineRow& row) { return row.id <= newest; });
        m_waiting = int(known - next.begin());
        next.erase(next.begin(), known);
    }
    m_letIn = m_letIn && m_again;

    std::unordered_set<std::int64_t> ids;
    for (const QuarantineRow& row : next)
        ids.insert(row.id);
    for (int last = before - 1; last >= 0; --last) {
        if (ids.contains(m_rows[std::size_t(last)].id))
            continue;
        int first = last;
        while (first > 0 && !ids.contains(m_rows[std::size_t(first - 1)].id))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
    // Both are in one order, so what is left of the old is a part of the new.
    for (std::size_t at = 0; at < next.size(); ++at) {
        if (at < m_rows.size() && m_rows[at].id == next[at].id) {
            m_rows[at] = std::move(next[at]);
            continue;
        }
        std::size_t end = at + 1;
        while (end < next.size() && (at >= m_rows.size() || next[end].id != m_rows[at].id))
            ++end;
        beginInsertRows({}, int(at), int(end) - 1);
        m_rows.insert(m_rows.begin() + std::ptrdiff_t(at), std::make_move_iterator(next.begin() + std::ptrdiff_t(at)),
            std::make_move_iterator(next.begin() + std::ptrdiff_t(end)));
        endInsertRows();
        at = end - 1;
    }
    rowsChanged(0, rows() - 1);
    if (rows() != before)
        Q_EMIT countChanged();
    if (m_waiting != waitingBefore)
        Q_EMIT waitingChanged();
    if (std::erase_if(m_selected, [&ids](std::int64_t id) { return !ids.contains(id); }) > 0)
        Q_EMIT selectionChanged();
    settle(formerRow);
}

/// The current row stays where its item is still listed; else the row in its place takes over.
void QuarantineTableModel::settle(int formerRow)
{
    const int row = currentRow();
    if (m_rows.empty())
        m_current.reset();
    else
        m_current = m_rows[std::size_t(row >= 0 ? row : std::min(formerRow, rows() - 1))];
    Q_EMIT currentChanged();
}

int QuarantineTableModel::rowOf(std::int64_t id) const
{
    const auto found = std::ranges::find(m_rows, id, &QuarantineRow::id);
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int QuarantineTableModel::currentRow() const
{
    return m_current ? rowOf(m_current->id) : -1;
}

void QuarantineTableModel::setCurrentRow(int row)
{
    if (row < 0 || row >= rows() || row == currentRow())
        return;
    m_current = m_rows[std::size_t(row)];
    Q_EMIT currentChanged();
}

void QuarantineTableModel::setEngaged(bool engaged)
{
    if (m_engaged == engaged)
        return;
    m_engaged = engaged;
    Q_EMIT engagedChanged();
    if (!engaged && m_waiting > 0)
        showWaiting();
}

QString QuarantineTableModel::waitingText() const
{
    return m_waiting > 0 ? tr("%1 new, show").arg(m_formatter.count(m_waiting)) : QString();
}

std::vector<std::int64_t> QuarantineTableModel::selectedIds() const
{
    std::vector<std::int64_t> ids;
    for (const QuarantineRow& row : m_rows) {
        if (m_selected.contains(row.id))
            ids.push_back(row.id);
    }
    return ids;
}

void QuarantineTableModel::toggleSelected(int row)
{
    if (row < 0 || row >= rows())
        return;
    m_anchor = m_rows[std::size_t(row)].id;
    if (m_selected.erase(m_anchor) == 0)
        m_selected.insert(m_anchor);
    rowsChanged(row, row, { SelectedRole });
    Q_EMIT selectionChanged();
}

void QuarantineTableModel::selectTo(int row)
{
    if (row < 0 || row >= rows())
        return;
    int from = rowOf(m_anchor);
    if (from < 0)
        from = std::max(0, currentRow());
    m_anchor = m_rows[std::size_t(from)].id;
    const auto [first, last] = std::minmax(from, row);
    for (int i = first; i <= last; ++i)
        m_selected.insert(m_rows[std::size_t(i)].id);
    rowsChanged(first, last, { SelectedRole });
    Q_EMIT selectionChanged();
}

void QuarantineTableModel::selectAll()
{
    for (const QuarantineRow& row : m_rows)
        m_selected.insert(row.id);
    rowsChanged(0, rows() - 1, { SelectedRole });
    Q_EMIT selectionChanged();
}

void QuarantineTableModel::clearSelection()
{
    if (m_selected.empty())
        return;
    m_selected.clear();
    rowsChanged(0, rows() - 1, { SelectedRole });
    Q_EMIT selectionChanged();
}

QString QuarantineTableModel::title(int column) const
{
    switch (column) {
    case Check:
        return tr("Selected");
    case Received:
        return tr("Received");
    case Dialect:
        return tr("Dialect");
    case Origin:
        return tr("Origin");
    case Code:
        return tr("Code");
    case Field:
        return tr("Field");
    case Message:
        return tr("Message");
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

QString QuarantineTableModel::text(int row, int column) const
{
    const QuarantineRow& item = m_rows[std::size_t(row)];
    switch (column) {
    case Received:
        return m_formatter.moment(item.receivedAt);
    case Dialect:
        return QString::fromStdString(item.dialect);
    case Origin:
        return originText(item, false);
    case Code:
        return QString::fromStdString(item.code);
    case Field:
        return QString::fromStdString(item.pointer);
    case Message:
        return QString::fromStdString(item.message);
    case Size:
        return m_formatter.bytes(double(item.size));
    default:
        return {};
    }
}

QString QuarantineTableModel::sentence(int row) const
{
    const QuarantineRow& item = m_rows[std::size_t(row)];
    QString sentence = tr("%1 received %2").arg(originText(item, false), m_formatter.moment(item.receivedAt));
    if (!item.pointer.empty())
        sentence += tr(", field %1").arg(QString::fromStdString(item.pointer));
    return sentence + QStringLiteral(": ") + QString::fromStdString(item.message);
}

QString QuarantineTableModel::tone(int, int column) const
{
    return column == Message || column == Check ? QString()
        : column == Size || column == Dialect   ? QStringLiteral("muted")
                                                : QStringLiteral("text2");
}

QString QuarantineTableModel::tip(int row, int column) const
{
    const QuarantineRow& item = m_rows[std::size_t(row)];
    switch (column) {
    case Received:
        return m_formatter.absolute(item.receivedAt);
    case Origin:
        return originText(item, true);
    case Field:
        return QString::fromStdString(item.pointer);
    case Message:
        return QString::fromStdString(item.message);
    case Code:
        return QString::fromStdString(item.code);
    default:
        return {};
    }
}

bool QuarantineTableModel::isSelected(int row) const
{
    return m_selected.contains(m_rows[std::size_t(row)].id);
}

} // namespace binnacle
