pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// What the parts of one DataTable share: columns and their widths, current row, pointer.
QtObject {
    id: state

    property list<TableColumn> columns
    property var widths: ({})
    property int viewportWidth: 0
    property int rowHeight: Theme.rowNormal
    property int currentRow: -1
    property bool hasFocus: false
    property int hoveredRow: -1
    property int hoveredColumn: -1
    // The column that keys act on; -1 until Left or Right chose one.
    property int keyColumn: -1
    property int selectionState: Qt.Unchecked
    property list<string> sortKeys: []
    property list<bool> sortDescending: []
    readonly property int firstShown: state.shownFrom(0, 1)
    readonly property int lastShown: state.shownFrom(state.columns.length - 1, -1)

    signal sortToggled(key: string, column: int, add: bool)
    signal selectAllToggled
    signal columnResized(key: string, width: int)
    signal columnsRequested

    function shownFrom(start: int, step: int): int {
        for (let i = start; i >= 0 && i < state.columns.length; i += step)
            if (state.columns[i].shown)
                return i;
        return -1;
    }

    // What the column is given, before a stretching one takes the rest.
    function ownWidth(column: TableColumn): int {
        return Math.max(column.minimumWidth, state.widths[column.key] ?? Theme.px(column.width));
    }

    function columnWidth(index: int): int {
        const column = state.columns[index];
        if (!column || !column.shown)
            return 0;
        const own = state.ownWidth(column);
        if (!column.stretch || state.widths[column.key] !== undefined)
            return own;
        let others = 0;
        for (let i = 0; i < state.columns.length; ++i)
            if (i !== index && state.columns[i].shown)
                others += state.ownWidth(state.columns[i]);
        return Math.max(own, state.viewportWidth - others);
    }

    function columnStart(index: int): int {
        let start = 0;
        for (let i = 0; i < index; ++i)
            start += state.columnWidth(i);
        return start;
    }

    function columnAt(x: real): int {
        let end = 0;
        for (let i = 0; i < state.columns.length; ++i) {
            end += state.columnWidth(i);
            if (x < end)
                return i;
        }
        return -1;
    }

    // The edge stays under the pointer: at the right of a stretching column that takes up every change, the next column
    // gives the room.
    function resizeColumn(index: int, width: int): void {
        const column = state.columns[index];
        const changed = Object.assign({}, state.widths);
        const giver = state.giverOf(index);
        let most = 1200;
        if (giver >= 0) {
            const both = state.columnWidth(index) + state.columnWidth(giver);
            most = both - state.columns[giver].minimumWidth;
            changed[state.columns[giver].key] = both - state.clampWidth(column, width, most);
        }
        changed[column.key] = state.clampWidth(column, width, most);
        state.widths = changed;
    }

    function clampWidth(column: TableColumn, width: int, most: int): int {
        return Math.round(Math.max(column.minimumWidth, Math.min(most, width)));
    }

    // The column that gives room to one that is resized, or -1.
    function giverOf(index: int): int {
        for (let i = 0; i < index; ++i) {
            const column = state.columns[i];
            const stretches = column.shown && column.stretch && state.widths[column.key] === undefined;
            if (stretches && state.columnWidth(i) > state.ownWidth(column))
                return state.shownFrom(index + 1, 1);
        }
        return -1;
    }

    function resizeBy(index: int, by: int): void {
        if (!state.columns[index].resizable)
            return;
        state.resizeColumn(index, state.columnWidth(index) + by);
        state.finishResize(index);
    }

    function finishResize(index: int): void {
        const giver = state.giverOf(index);
        // Whoever hears of the first may set the widths anew.
        const given = giver >= 0 ? state.columnWidth(giver) : 0;
        state.columnResized(state.columns[index].key, state.columnWidth(index));
        if (giver >= 0)
            state.columnResized(state.columns[giver].key, given);
    }

    function resetColumn(index: int): void {
        const changed = Object.assign({}, state.widths);
        delete changed[state.columns[index].key];
        state.widths = changed;
        state.columnResized(state.columns[index].key, 0);
    }

    function toggleSort(index: int, add: bool): void {
        const column = state.columns[index];
        if (column.sortable)
            state.sortToggled(column.key, index, add);
    }

    // The place among the sort keys, or -1.
    function sortPlace(key: string): int {
        for (let i = 0; i < state.sortKeys.length; ++i)
            if (state.sortKeys[i] === key)
                return i;
        return -1;
    }
}
