#pragma once

#include "models/common/async_read.h"
#include "models/common/table_model.h"

#include "backend/projection/read_types.h"

#include <optional>
#include <unordered_set>
#include <vector>

namespace binnacle {

class Engine;
class Formatter;

/// Quarantined items of one status, newest first: keyset pages that follow the view; the current and the selected rows
/// are kept by id. What a read brings is merged, so that rows which stay do not move more than they must.
class QuarantineTableModel : public TableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to a QuarantinePageModel.")
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY loadedChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(int currentRow READ currentRow WRITE setCurrentRow NOTIFY currentChanged)
    Q_PROPERTY(bool engaged READ isEngaged WRITE setEngaged NOTIFY engagedChanged)
    Q_PROPERTY(QString waitingText READ waitingText NOTIFY waitingChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
    /// Every row that is loaded.
    Q_PROPERTY(bool allSelected READ isAllSelected NOTIFY selectionChanged)

public:
    enum Column { Check, Received, Dialect, Origin, Code, Field, Message, Size, ColumnCount };
    Q_ENUM(Column)

    QuarantineTableModel(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);

    /// "open", "retried" or "discarded"; the rows of the status before go at once.
    void setStatus(const QString& status);

    bool isLoaded() const { return m_loaded; }
    /// Why the last read failed, or empty; rows read before stay.
    QString problem() const { return m_problem; }
    bool hasMore() const { return !m_cursor.empty(); }

    int currentRow() const;
    void setCurrentRow(int row);
    /// The row that is shown beside the table; nullopt where there are none.
    const std::optional<QuarantineRow>& current() const { return m_current; }

    /// While the user is at the table, rows that come new wait behind `waitingText`.
    bool isEngaged() const { return m_engaged; }
    void setEngaged(bool engaged);
    /// "12 new, show", or empty.
    QString waitingText() const;

    int selectedCount() const { return int(m_selected.size()); }
    bool isAllSelected() const { return !m_rows.empty() && m_selected.size() == m_rows.size(); }
    /// In the order of the rows.
    std::vector<std::int64_t> selectedIds() const;
    Q_INVOKABLE void toggleSelected(int row);
    /// From the row that was ticked or made current last, to `row`.
    Q_INVOKABLE void selectTo(int row);
    /// All rows that are loaded.
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void clearSelection();

    /// Reads the loaded part again, after the read that runs.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void showWaiting();
    Q_INVOKABLE void fetchNext();

Q_SIGNALS:
    void loadedChanged();
    void problemChanged();
    void currentChanged();
    void engagedChanged();
    void waitingChanged();
    void selectionChanged();

protected:
    int rows() const override { return int(m_rows.size()); }
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;
    bool isSelected(int row) const override;

private:
    void read(std::int64_t limit, const std::string& cursor);
    void take(Result<Page<QuarantineRow>> answer, bool isNext);
    void add(std::vector<QuarantineRow> rows);
    void merge(std::vector<QuarantineRow> rows);
    void clear();
    void settle(int formerRow);
    int rowOf(std::int64_t id) const;

    Engine& m_engine;
    const Formatter& m_formatter;
    AsyncRead m_read;
    std::string m_status = "open";
    std::vector<QuarantineRow> m_rows;
    std::string m_cursor; ///< Of the page behind the last row; empty at the end.
    bool m_loaded = false;
    bool m_engaged = false;
    bool m_letIn = false; ///< The read that runs was asked for: nothing of it waits.
    bool m_again = false; ///< Something changed while a read ran.
    int m_waiting = 0;
    QString m_problem;
    std::optional<QuarantineRow> m_current;
    std::int64_t m_anchor = 0;
    std::unordered_set<std::int64_t> m_selected;
};

} // namespace binnacle
