#pragma once

#include "models/common/async_read.h"
#include "models/common/table_model.h"
#include "models/entities/entity_columns_model.h"
#include "models/entities/entity_row_list.h"
#include "models/entities/entity_selection.h"

#include "backend/core/subscription.h"
#include "backend/projection/entity_query.h"
#include "backend/projection/read_types.h"

#include <QTimer>

#include <chrono>
#include <optional>

namespace binnacle {

class Engine;
class Formatter;

/// The table of entities: keyset pages that follow the view, live changes as deltas, current and selected rows kept by
/// identity. Nothing here waits for the store.
class EntitiesModel : public TableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntitiesPageModel.")
    Q_PROPERTY(binnacle::EntityColumnsModel* columnList READ columnList CONSTANT)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY loadedChanged)
    Q_PROPERTY(QString errorTitle READ errorTitle NOTIFY errorChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY errorChanged)
    Q_PROPERTY(double elapsedMs READ elapsedMs NOTIFY loadedChanged)
    Q_PROPERTY(int currentRow READ currentRow WRITE setCurrentRow NOTIFY currentChanged)
    Q_PROPERTY(QString currentKey READ currentKey NOTIFY currentChanged)
    Q_PROPERTY(bool engaged READ isEngaged WRITE setEngaged NOTIFY engagedChanged)
    Q_PROPERTY(QString waitingText READ waitingText NOTIFY waitingChanged)
    Q_PROPERTY(QList<QString> sortKeys READ sortKeys NOTIFY sortChanged)
    Q_PROPERTY(QList<bool> sortDescending READ sortDescending NOTIFY sortChanged)
    Q_PROPERTY(QVariantList columnSpecs READ columnSpecs NOTIFY columnSpecsChanged)
    Q_PROPERTY(QVariantMap columnWidths READ columnWidths NOTIFY columnWidthsChanged)

public:
    EntitiesModel(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);
    ~EntitiesModel() override;

    EntityColumnsModel* columnList() { return &m_columns; }
    const EntityColumnsModel* columnList() const { return &m_columns; }

    /// Filters and order. The rows before stay until the new ones are here.
    void setQuery(EntityQuery query);
    const EntityQuery& query() const { return m_query; }

    bool isLoading() const { return m_pageRead.isPending() && !m_quiet; }
    /// At least one answer to the present query has come.
    bool isLoaded() const { return m_loaded; }
    QString errorTitle() const;
    QString errorText() const { return m_errorText; }
    qint64 elapsedMs() const { return m_elapsedMs; }

    int currentRow() const;
    void setCurrentRow(int row);
    QString currentKey() const;
    std::optional<EntityRow> current() const { return m_current; }

    bool isEngaged() const { return m_engaged; }
    void setEngaged(bool engaged);
    QString waitingText() const;

    const EntitySelection& selection() const { return m_selection; }
    const EntityRow& rowAt(int row) const { return m_list.at(row); }
    int rowOf(EntityRef ref) const { return m_list.indexOf(ref); }

    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// Sorts by a column of the table; again turns it round; `add` keeps the columns before as the first keys.
    Q_INVOKABLE void sortBy(int column, bool add);
    bool isSortable(int column) const;
    /// By the stable id of a column; 0: as it comes.
    Q_INVOKABLE void setColumnWidth(const QString& key, int width);
    QStringList sortKeys() const;
    QList<bool> sortDescending() const;
    /// Maps of key, title, width, right, sortable, name, blocks and id, in order, without the check boxes' column.
    QVariantList columnSpecs() const;
    QVariantMap columnWidths() const;
    /// The filter of a cell in the query language, or empty where it cannot be filtered by.
    Q_INVOKABLE QString cellFilter(int row, int column, bool exclude) const;
    /// Maps of title ("Status Failed"), include and exclude (filters) of the row's cells, for a menu without a pointer.
    Q_INVOKABLE QVariantList rowFilters(int row) const;
    Q_INVOKABLE QString keyAt(int row) const;
    Q_INVOKABLE QString nameAt(int row) const;

    Q_INVOKABLE void toggleSelected(int row);
    /// From the row that was ticked or made current last, to `row`.
    Q_INVOKABLE void selectTo(int row);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void clearSelection();

    /// Lets in what waits behind the badge.
    Q_INVOKABLE void showWaiting();
    /// Reads the next page where there is one.
    Q_INVOKABLE void fetchNext() { fetchMore({}); }
    /// Reads the loaded part again.
    Q_INVOKABLE void refresh();

Q_SIGNALS:
    void loadingChanged();
    void loadedChanged();
    void errorChanged();
    void currentChanged();
    void engagedChanged();
    void waitingChanged();
    void selectionChanged();
    void sortChanged();
    void columnSpecsChanged();
    void columnWidthsChanged();
    /// Something in the store changed: counts are old.
    void storeChanged();

protected:
    int rows() const override { return m_list.size(); }
    int columns() const override { return int(m_shown.size()) + 1; } ///< The first holds the check boxes.
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString mark(int row, int column) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;
    QString blocks(int row, int column) const override;
    bool isSelected(int row) const override { return m_selection.contains(m_list.at(row).ref); }

private:
    static bool isCheck(int column) { return column == 0; }
    const EntityColumnsModel::Column& shownAt(int column) const { return m_shown[std::size_t(column) - 1]; }
    std::vector<SortKey> sortedBy() const;
    /// The shown column that stands for a sort key.
    std::optional<EntityColumnKind> sortColumn(const SortKey& key) const;
    EntityRowList::Listener listener();
    void read(const PageRequest& page, bool append);
    void takePage(Result<Page<EntityRow>> answer, bool append);
    void takeChanges(const ChangeSet& changes);
    void askForChanged();
    void takeChanged(std::vector<EntityRef> asked, std::vector<EntityRow> matching);
    void applyChanged(
        const std::vector<EntityRef>& asked, std::vector<EntityRow> matching, std::vector<EntityRow> others, bool hold);
    void checkSelection();
    void syncCurrent();
    void refreshAges();

    Engine& m_engine;
    const Formatter& m_formatter;
    EntityColumnsModel m_columns;
    std::vector<EntityColumnsModel::Column> m_shown;

    EntityQuery m_query;
    EntityRowList m_list;
    std::string m_cursor; ///< Of the page behind the last row; empty at the end.
    bool m_loaded = false;
    bool m_quiet = false;
    bool m_engaged = false;
    bool m_reloadWhenFree = false;
    qint64 m_elapsedMs = 0;
    QString m_errorText;

    std::optional<EntityRow> m_current;
    std::optional<EntityRef> m_anchor;
    EntitySelection m_selection;

    std::unordered_set<EntityRef> m_toAsk;
    AsyncRead m_pageRead;
    AsyncRead m_changeRead;
    AsyncRead m_othersRead;
    AsyncRead m_selectionRead;
    Subscription m_subscription;
    QTimer m_ageTimer;
};

} // namespace binnacle
