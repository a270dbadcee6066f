pragma ComponentBehavior: Bound

import QtQuick

// What keys mean in a DataTable: rows, selection, columns. It asks by signals, but for the columns, which are the table's.
QtObject {
    id: keys

    required property DataTableState table
    required property int rows
    // As far as a page key goes.
    required property int pageRows

    signal moved(to: int, extend: bool)
    signal opened(row: int)
    signal previewed(row: int)
    signal selectionToggled(row: int)
    signal selectAllToggled
    signal columnChosen(column: int)

    function handle(event: var): void {
        const shift = (event.modifiers & Qt.ShiftModifier) !== 0;
        if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier)) {
            if (event.key === Qt.Key_A && event.modifiers & Qt.ControlModifier) {
                keys.selectAllToggled();
                event.accepted = true;
            }
            return;
        }
        event.accepted = keys.moveBy(event.key, shift) || keys.actOnRow(event.key) || keys.actOnColumn(event.key, shift);
    }

    function moveBy(key: int, extend: bool): bool {
        const row = keys.table.currentRow;
        switch (key) {
        case Qt.Key_J:
        case Qt.Key_Down:
            keys.moved(row + 1, extend);
            return true;
        case Qt.Key_K:
        case Qt.Key_Up:
            keys.moved(row - 1, extend);
            return true;
        case Qt.Key_PageDown:
            keys.moved(row + keys.pageRows, extend);
            return true;
        case Qt.Key_PageUp:
            keys.moved(row - keys.pageRows, extend);
            return true;
        case Qt.Key_Home:
            keys.moved(0, extend);
            return true;
        case Qt.Key_End:
            keys.moved(keys.rows - 1, extend);
            return true;
        }
        return false;
    }

    function actOnRow(key: int): bool {
        const row = keys.table.currentRow;
        const asked = key === Qt.Key_Return || key === Qt.Key_Enter ? keys.opened : key === Qt.Key_Space ? keys.previewed : key === Qt.Key_X ? keys.selectionToggled : undefined;
        if (asked === undefined)
            return false;
        if (row >= 0)
            asked(row);
        return true;
    }

    // Left and Right choose a column, with Shift they resize it; S sorts by it.
    function actOnColumn(key: int, shift: bool): bool {
        const isArrow = key === Qt.Key_Left || key === Qt.Key_Right;
        if (!isArrow && key !== Qt.Key_S)
            return false;
        const column = keys.table.keyColumn;
        if (isArrow && !shift)
            keys.chooseColumn(key === Qt.Key_Right ? 1 : -1);
        else if (column >= 0 && !isArrow)
            keys.table.toggleSort(column, shift);
        else if (column >= 0)
            keys.table.resizeBy(column, key === Qt.Key_Right ? 16 : -16);
        return true;
    }

    function chooseColumn(by: int): void {
        const from = keys.table.keyColumn >= 0 ? keys.table.keyColumn : by > 0 ? -1 : keys.table.columns.length;
        const next = keys.table.shownFrom(from + by, by);
        if (next < 0)
            return;
        keys.table.keyColumn = next;
        keys.columnChosen(next);
    }
}
