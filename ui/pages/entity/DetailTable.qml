pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls

// A table of the detail tabs: Ctrl C copies the row.
DataTable {
    id: table

    signal copyAsked(row: int)

    compact: true
    Keys.onPressed: event => {
        if (!event.matches(StandardKey.Copy) || table.currentRow < 0)
            return;
        table.copyAsked(table.currentRow);
        event.accepted = true;
    }
}
