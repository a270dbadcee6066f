pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls

// A table of the detail tabs: Ctrl C copies the row.
DataTable {
    id: table

    // The model's columns that the rows are sorted by, the first one first.
    property list<int> sortColumns: []

    signal copyAsked(row: int)

    compact: true
    sortKeys: {
        const keys = [];
        for (let i = 0; i < table.sortColumns.length; ++i)
            keys.push(table.columns[table.sortColumns[i]].key);
        return keys;
    }
    Keys.onPressed: event => {
        if (!event.matches(StandardKey.Copy) || table.currentRow < 0)
            return;
        table.copyAsked(table.currentRow);
        event.accepted = true;
    }
}
