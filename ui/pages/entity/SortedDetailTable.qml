pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Models.Entity

// A detail table that its model sorts. The chosen row stays chosen wherever it goes.
DetailTable {
    id: table

    required property SortedTable rows
    property string chosen

    model: table.rows
    sortColumns: table.rows.sortColumns
    sortDescending: table.rows.sortDescending
    onSortToggled: (key, column, add) => table.rows.sortBy(column, add)
    onCurrentRowChanged: table.chosen = table.rows.idAt(table.currentRow)

    Connections {
        target: table.rows

        function onArranged(): void {
            table.currentRow = table.rows.rowOf(table.chosen);
        }
        function onSortChanged(): void {
            if (table.currentRow >= 0)
                table.showRow(table.currentRow);
        }
    }
}
