#pragma once

#include "models/entity/sorted_table.h"

#include "backend/projection/read_types.h"

#include <vector>

namespace binnacle {

class Formatter;

/// The runs of workflows on an entity, at first the latest on top.
class EntityRunsModel : public binnacle::SortedTable {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")

public:
    enum Column { Workflow, Run, Status, Events, Failures, Duration, First, Last, ColumnCount };
    Q_ENUM(Column)

    explicit EntityRunsModel(const Formatter& formatter, QObject* parent = nullptr);
    void setRows(std::vector<RunRow> rows);

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString mark(int row, int column) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;
    bool startsDescending(int column) const override;
    SortValue sortValue(std::size_t place, int column) const override;
    QString id(std::size_t place) const override;

private:
    const RunRow& at(int row) const { return m_rows[placeOf(row)]; }

    const Formatter& m_formatter;
    std::vector<RunRow> m_rows; ///< As read.
};

/// What the steps of an entity made, at first the latest on top.
class EntityArtifactsModel : public binnacle::SortedTable {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")

public:
    enum Column { Name, Type, Version, Step, Created, ColumnCount };
    Q_ENUM(Column)

    explicit EntityArtifactsModel(const Formatter& formatter, QObject* parent = nullptr);
    void setRows(std::vector<ArtifactRow> rows);
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
    bool startsDescending(int column) const override;
    SortValue sortValue(std::size_t place, int column) const override;
    QString id(std::size_t place) const override;

private:
    const ArtifactRow& at(int row) const { return m_rows[placeOf(row)]; }

    const Formatter& m_formatter;
    std::vector<ArtifactRow> m_rows; ///< As read.
};

/// The properties that events gave to an entity, at first by name.
class EntityPropertiesModel : public binnacle::SortedTable {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")

public:
    enum Column { Name, Value, SetAt, ColumnCount };
    Q_ENUM(Column)

    explicit EntityPropertiesModel(const Formatter& formatter, QObject* parent = nullptr);
    void setRows(std::vector<PropertyRow> rows);
    /// The whole value: a text without its quotes, anything else as JSON.
    Q_INVOKABLE QString valueAt(int row) const;

protected:
    int columns() const override { return ColumnCount; }
    QString title(int column) const override;
    QString text(int row, int column) const override;
    QString sentence(int row) const override;
    QString tone(int row, int column) const override;
    QString tip(int row, int column) const override;
    bool startsDescending(int column) const override;
    SortValue sortValue(std::size_t place, int column) const override;
    QString id(std::size_t place) const override;

private:
    const PropertyRow& at(int row) const { return m_rows[placeOf(row)]; }

    const Formatter& m_formatter;
    std::vector<PropertyRow> m_rows; ///< As read.
};

} // namespace binnacle
