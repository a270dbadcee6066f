#pragma once

#include "models/common/async_read.h"
#include "models/common/sort_order.h"
#include "models/common/table_model.h"

#include "backend/projection/entity_query.h"

#include <set>
#include <vector>

namespace binnacle {

class Engine;
class Formatter;

/// The events of one entity, read a page at a time. A version is the place of an event in the order in which they were
/// recorded. The store lists by version and by time, in either direction; any other order is made here, of all events,
/// and only up to `mostSorted` of them: the rows on show are always in the order that `sortColumns` says. New events
/// are put in at their place; nothing else moves. The base is named in full: qmltyperegistrar 6.4 finds it by that
/// name only.
class EntityEventsModel : public binnacle::TableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")
    Q_PROPERTY(QString searchText READ searchText WRITE setSearchText NOTIFY searchTextChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    /// What is missing among the rows because the store is damaged, and what to do; a sentence, or empty.
    Q_PROPERTY(QString damage READ damage NOTIFY stateChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    Q_PROPERTY(bool complete READ isComplete NOTIFY stateChanged)
    /// Columns that the rows are sorted by, the first one first, and which of them run from the largest down.
    Q_PROPERTY(QList<int> sortColumns READ sortColumns NOTIFY sortChanged)
    Q_PROPERTY(QList<bool> sortDescending READ sortDescending NOTIFY sortChanged)

public:
    enum Column { Time, Version, Type, Detail, Source, StatusChange, EventId, ColumnCount };
    Q_ENUM(Column)

    static constexpr std::size_t mostSorted = 5000;

    EntityEventsModel(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);

    /// Reads what is new. `version` and `lastSeq` are those of the entity when it was read, before this call. Another
    /// entity than before begins with the newest event.
    void follow(EntityRef ref, std::int64_t version, Seq lastSeq);
    void clear();
    Q_INVOKABLE void fetchNext();
    Q_INVOKABLE void retry();
    /// Sorts by a column; again turns it round; `add` keeps the columns before as the first keys. The rows stay as
    /// they are until the new order is there.
    Q_INVOKABLE void sortBy(int column, bool add);

    QString searchText() const { return m_search; }
    /// A part of an event's type or id; empty shows all.
    void setSearchText(const QString& text);
    QString problem() const { return m_problem; }
    QString damage() const;
    bool isLoading() const { return m_ref != 0 && !m_isRead && m_problem.isEmpty(); }
    bool isComplete() const { return m_isRead && m_nextCursor.empty(); }
    QList<int> sortColumns() const { return m_order.columns(); }
    QList<bool> sortDescending() const { return m_order.descending(); }

    /// The store's number of the row's event, as a text because it may exceed a double; empty where there is none.
    Q_INVOKABLE QString seqAt(int row) const;
    /// The row of that event, or -1.
    Q_INVOKABLE int rowOf(const QString& seq) const;
    /// The row's cells with tabs between them, times in full.
    Q_INVOKABLE QString rowText(int row) const;
    const EventRow* eventAt(int row) const;

Q_SIGNALS:
    void searchTextChanged();
    void stateChanged();
    void sortChanged();
    /// What was asked for by sortBy() cannot be done; a sentence. The order stays.
    void sortRefused(const QString& reason);

protected:
    int rows() const override { return int(m_rows.size()); }
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString mark(int row, int column) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;

private:
    /// What is known of the entity when a read is asked for.
    struct Known {
        std::int64_t version = 0;
        Seq lastSeq = 0;
    };

    void readAnew();
    void readPart(Known known, const std::string& cursor);
    void takePart(Result<Page<EventRow>> answer, Known known);
    void show(std::vector<EventRow> rows, std::string nextCursor, Known known);
    void addDamage(const std::vector<SeqRange>& events);
    void refuseToSort();
    void readNewest();
    void takeNewest(Result<Page<EventRow>> answer, Known known);
    bool insertInPlace(EventRow event);
    void insertOnTop(std::vector<EventRow> fresh);
    void readNext();
    void takeNext(Result<Page<EventRow>> answer);
    void countVersions();
    void fail(const Error& error);
    EventQuery query(const SortOrder& order) const;
    std::int64_t versionAt(int row) const;
    std::vector<EventRow>::const_iterator placeOf(Seq seq) const;

    Engine& m_engine;
    const Formatter& m_formatter;
    AsyncRead m_anewRead; ///< The rows in the order that was asked for.
    AsyncRead m_newestRead; ///< What was recorded since.
    AsyncRead m_nextRead; ///< The page after the last row.
    EntityRef m_ref = 0;
    std::vector<EventRow> m_rows;
    std::vector<EventRow> m_gathered; ///< All events so far, of an order that is made here.
    std::set<Seq> m_damaged; ///< Events that belong to those that were read, and cannot be.
    SortOrder m_order; ///< That of m_rows.
    SortOrder m_askedOrder; ///< The same, unless it is on its way.
    std::string m_nextCursor;
    QString m_search;
    QString m_problem;
    bool m_isRead = false;
    Known m_wanted;
    Known m_known; ///< What the rows were last read with.
    Seq m_seenSeq = 0; ///< No event up to this one is missing for being new.
    std::int64_t m_topVersion = 0; ///< Version of the newest row; 0 while it is not known.
    std::vector<Seq> m_seqs; ///< Of all events in order, where the rows do not go by version.
};

} // namespace binnacle
