#pragma once

#include "models/common/table_model.h"

/// Five rows in the states of the sheet.
class GalleryRows : public binnacle::TableModel {
    Q_OBJECT
    QML_ELEMENT

public:
    using TableModel::TableModel;

protected:
    int rows() const override { return 40; }
    int columns() const override { return 5; }
    QString title(int) const override { return {}; }
    QString sentence(int row) const override { return text(row, 2); }
    QString text(int row, int column) const override
    {
        static const QStringList status{ QStringLiteral("Completed"), QStringLiteral("In progress"),
            QStringLiteral("Failed"), QStringLiteral("Failed"), QStringLiteral("Stale") };
        static const QStringList name{ QStringLiteral("Normal"), QStringLiteral("Pointer over"),
            QStringLiteral("Selected"), QStringLiteral("Current, focused"),
            QStringLiteral("A sentence that is too long for its cell") };
        switch (column) {
        case 1:
            return status.at(row % 5);
        case 2:
            return name.at(row % 5);
        case 3:
            return QStringLiteral("5/7");
        case 4:
            return row % 7 == 6 ? QString() : QStringLiteral("12 m");
        default:
            return {};
        }
    }
    QString mark(int row, int column) const override
    {
        static const QStringList marks{ QStringLiteral("completed"), QStringLiteral("in_progress"),
            QStringLiteral("failed"), QStringLiteral("failed"), QStringLiteral("stale") };
        return column == 1 ? marks.at(row % 5) : QString();
    }
    QString blocks(int, int column) const override { return column == 3 ? QStringLiteral("cccccfp") : QString(); }
    bool isSelected(int row) const override { return row == 2; }
};
