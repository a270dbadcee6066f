pragma ComponentBehavior: Bound

import QtQuick

// What keys and clicks do in a DataTable.
QtObject {
    id: keys

    required property DataTable table

    function tap(row: int, column: int, modifiers: int): void {
        if (row < 0)
            return;
        const table = keys.table;
        table.forceActiveFocus(Qt.MouseFocusReason);
        if (table.columns[column]?.kind === TableColumn.Kind.Check || modifiers & Qt.ControlModifier)
            table.selectionToggled(row);
        else if (modifiers & Qt.ShiftModifier)
            table.selectionExtended(row);
        table.currentRow = row;
        table.cellClicked(row, column, modifiers);
    }

    function move(to: int, extend: bool): void {
        keys.table.goTo(to);
        if (extend && keys.table.currentRow >= 0)
            keys.table.selectionExtended(keys.table.currentRow);
    }

    function handle(event: var): void {
        const table = keys.table;
        const extend = (event.modifiers & Qt.ShiftModifier) !== 0;
        if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier)) {
            if (event.key === Qt.Key_A && event.modifiers & Qt.ControlModifier) {
                table.selectAllToggled();
                event.accepted = true;
            }
            return;
        }
        event.accepted = true;
        switch (event.key) {
        case Qt.Key_J:
        case Qt.Key_Down:
            keys.move(table.currentRow + 1, extend);
            break;
        case Qt.Key_K:
        case Qt.Key_Up:
            keys.move(table.currentRow - 1, extend);
            break;
        case Qt.Key_PageDown:
            keys.move(table.currentRow + table.pageRows(), extend);
            break;
        case Qt.Key_PageUp:
            keys.move(table.currentRow - table.pageRows(), extend);
            break;
        case Qt.Key_Home:
            keys.move(0, extend);
            break;
        case Qt.Key_End:
            keys.move(table.view.rows - 1, extend);
            break;
        case Qt.Key_Return:
        case Qt.Key_Enter:
            if (table.currentRow >= 0)
                table.opened(table.currentRow);
            break;
        case Qt.Key_Space:
            if (table.currentRow >= 0)
                table.previewed(table.currentRow);
            break;
        case Qt.Key_X:
            if (table.currentRow >= 0)
                table.selectionToggled(table.currentRow);
            break;
        default:
            event.accepted = false;
        }
    }
}
