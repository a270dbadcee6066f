#pragma once

#include "models/common/table_model.h"

#include "backend/projection/read_types.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace binnacle {

class Formatter;

/// A table that is replaced as a whole when it is read anew. Rows that stay in place are announced as changed, so that
/// a view keeps its position.
template <typename Row>
class WholeTable : public TableModel {
public:
    using TableModel::TableModel;

    void setRows(std::vector<Row> rows)
    {
        const int before = int(m_rows.size());
        const int after = int(rows.size());
        if (after < before) {
            beginRemoveRows({}, after, before - 1);
            m_rows.resize(std::size_t(after));
            endRemoveRows();
        }
        const int common = std::min(before, after);
        std::move(rows.begin(), rows.begin() + common, m_rows.begin());
        rowsChanged(0, common - 1);
        if (after > before) {
            beginInsertRows({}, before, after - 1);
            std::move(rows.begin() + before, rows.end(), std::back_inserter(m_rows));
            endInsertRows();
        }
        if (before != after)
            Q_EMIT countChanged();
    }

protected:
    int rows() const final { return int(m_rows.size()); }
    const Row& at(int row) const { return m_rows[std::size_t(row)]; }
    bool contains(int row) const { return row >= 0 && row < rows(); }
    /// The row's cells with tabs between them.
    QString cells(int row) const
    {
        QString out;
        for (int column = 0; contains(row) && column < columns(); ++column)
            out += (column > 0 ? QStringLiteral("\t") : QString()) + text(row, column);
        return out;
    }

private:
    std::vector<Row> m_rows;
};

/// The runs of workflows on an entity, the latest first.
class EntityRunsModel : public WholeTable<RunRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")

public:
    enum Column { Workflow, Run, Status, Events, Failures, Duration, First, Last, ColumnCount };
    Q_ENUM(Column)

    explicit EntityRunsModel(const Formatter& formatter, QObject* parent = nullptr);
    Q_INVOKABLE QString rowText(int row) const { return cells(row); }

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString mark(int row, int column) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;

private:
    const Formatter& m_formatter;
};

/// What the steps of an entity made, the latest first.
class EntityArtifactsModel : public WholeTable<ArtifactRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")

public:
    enum Column { Name, Type, Version, Step, Created, ColumnCount };
    Q_ENUM(Column)

    explicit EntityArtifactsModel(const Formatter& formatter, QObject* parent = nullptr);
    Q_INVOKABLE QString rowText(int row) const { return cells(row); }
    Q_INVOKABLE QString nameAt(int row) const;
    /// An address with http or https that the artifact names, or empty. Comes from a stranger: ask before opening it.
    Q_INVOKABLE QString linkAt(int row) const;

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;

private:
    const Formatter& m_formatter;
};

/// The properties that events gave to an entity, by name.
class EntityPropertiesModel : public WholeTable<PropertyRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")

public:
    enum Column { Name, Value, SetAt, ColumnCount };
    Q_ENUM(Column)

    explicit EntityPropertiesModel(const Formatter& formatter, QObject* parent = nullptr);
    Q_INVOKABLE QString rowText(int row) const { return cells(row); }
    /// The whole value: a text without its quotes, anything else as JSON.
    Q_INVOKABLE QString valueAt(int row) const;

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;

private:
    const Formatter& m_formatter;
};

} // namespace binnacle
