#pragma once

#include "models/common/async_read.h"
#include "models/common/table_model.h"

#include "backend/projection/entity_query.h"

#include <vector>

namespace binnacle {

class Engine;
class Formatter;

/// The events of one entity in the order in which they were recorded, newest first, read a page at a time. A version
/// is the place of an event in that order; it is known while no text is searched for. New events are put in at
/// the top; nothing else moves. The base is named in full: qmltyperegistrar 6.4 finds it by that name only.
class EntityEventsModel : public binnacle::TableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")
    Q_PROPERTY(QString searchText READ searchText WRITE setSearchText NOTIFY searchTextChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    Q_PROPERTY(bool complete READ isComplete NOTIFY stateChanged)

public:
    enum Column { Time, Version, Type, Detail, Source, StatusChange, EventId, ColumnCount };
    Q_ENUM(Column)

    EntityEventsModel(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);

    /// Reads the newest events. `version` and `lastSeq` are those of the entity when it was read, before this call.
    void follow(EntityRef ref, std::int64_t version, Seq lastSeq);
    void clear();
    Q_INVOKABLE void fetchNext();
    Q_INVOKABLE void retry();

    QString searchText() const { return m_search; }
    /// A part of an event's type or id; empty shows all.
    void setSearchText(const QString& text);
    QString problem() const { return m_problem; }
    bool isLoading() const { return m_ref != 0 && !m_isRead && m_problem.isEmpty(); }
    bool isComplete() const { return m_isRead && m_nextCursor.empty(); }

    /// The store's number of the row's event, as a text because it may exceed a double; empty where there is none.
    Q_INVOKABLE QString seqAt(int row) const;
    /// The row's cells with tabs between them, times in full.
    Q_INVOKABLE QString rowText(int row) const;
    const EventRow* eventAt(int row) const;

Q_SIGNALS:
    void searchTextChanged();
    void stateChanged();

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
    void readNewest();
    void takeNewest(Result<Page<EventRow>> answer, std::int64_t version, Seq lastSeq);
    void takeNext(Result<Page<EventRow>> answer);
    EventQuery query() const;
    QString timeOf(const EventRow& event) const;
    QString detailOf(const EventRow& event) const;
    QString statusChangeOf(const EventRow& event) const;

    Engine& m_engine;
    const Formatter& m_formatter;
    AsyncRead m_newestRead;
    AsyncRead m_nextRead;
    EntityRef m_ref = 0;
    std::vector<EventRow> m_rows; ///< Greatest seq first.
    std::string m_nextCursor;
    QString m_search;
    QString m_problem;
    bool m_isRead = false;
    std::int64_t m_wantedVersion = 0;
    Seq m_wantedSeq = 0;
    std::int64_t m_topVersion = 0; ///< Version of the first row; 0 while it is not known.
};

} // namespace binnacle
