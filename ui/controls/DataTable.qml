pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// The table of every page: heads, fixed row height, one current row, selection kept by the model.
// The model gives the roles of models/common/table_model.h; `columns` describes its columns in order.
// The table asks by signals and never changes the model: sort, selection and opening are the page's.
FocusScope {
    id: table

    required property list<TableColumn> columns
    property alias model: view.model
    // What is listed, read before the rows: "Entities".
    required property string label
    property bool compact: false
    property int rowHeight: table.compact ? Theme.rowCompact : Theme.rowNormal
    property int currentRow: -1
    // Of the head's check box: Qt.Unchecked, Qt.PartiallyChecked, Qt.Checked.
    property int selectionState: Qt.Unchecked
    // Sort keys, first one first, and whether each is descending. Set them from the model.
    property list<string> sortKeys: []
    property list<bool> sortDescending: []
    // Remembered widths by column key, in pixels.
    property var widths: ({})

    readonly property int hoveredRow: pointer.hovered ? view.rowAtY(pointer.point.position.y) : -1
    readonly property int hoveredColumn: pointer.hovered ? view.columnAtX(pointer.point.position.x) : -1
    readonly property int firstShown: table.columns.findIndex(column => column.shown)
    readonly property int lastShown: table.lastIndexShown()
    readonly property bool isAtTop: view.contentY <= 0
    readonly property alias view: view

    // Enter or a double click.
    signal opened(row: int)
    // Space
    signal previewed(row: int)
    // x, or a click on the row's check box.
    signal selectionToggled(row: int)
    // Shift with j, k, arrows or a click: from the last toggled row to `row`.
    signal selectionExtended(row: int)
    signal selectAllToggled
    // A click on a cell; with Ctrl, Alt or Shift in `modifiers`.
    signal cellClicked(row: int, column: int, modifiers: int)
    signal menuRequested(row: int, column: int, position: point)
    signal sortRequested(keys: list<string>, descending: list<bool>)
    signal columnResized(key: string, width: int)
    signal columnsRequested
    // The view came within a screen of the last row.
    signal endReached

    function lastIndexShown(): int {
        for (let i = table.columns.length - 1; i >= 0; --i)
            if (table.columns[i].shown)
                return i;
        return -1;
    }

    function columnWidth(index: int): int {
        const column = table.columns[index];
        if (!column || !column.shown)
            return 0;
        const own = table.widths[column.key] ?? Theme.px(column.width);
        if (!column.stretch || table.widths[column.key] !== undefined)
            return Math.max(column.minimumWidth, own);
        let others = 0;
        for (let i = 0; i < table.columns.length; ++i)
            if (i !== index && table.columns[i].shown)
                others += Math.max(table.columns[i].minimumWidth, table.widths[table.columns[i].key] ?? Theme.px(table.columns[i].width));
        return Math.max(own, table.width - others);
    }

    function columnStart(index: int): int {
        let start = 0;
        for (let i = 0; i < index; ++i)
            start += table.columnWidth(i);
        return start;
    }

    function resizeColumn(index: int, width: int): void {
        const column = table.columns[index];
        const changed = Object.assign({}, table.widths);
        changed[column.key] = Math.round(Math.min(1200, Math.max(column.minimumWidth, width)));
        table.widths = changed;
    }

    function resetColumn(index: int): void {
        const changed = Object.assign({}, table.widths);
        delete changed[table.columns[index].key];
        table.widths = changed;
        table.columnResized(table.columns[index].key, 0);
    }

    // A first click sorts descending for numbers and ages, ascending for text; a second turns it.
    function toggleSort(index: int, add: bool): void {
        const column = table.columns[index];
        if (!column.sortable)
            return;
        const place = table.sortKeys.indexOf(column.key);
        const keys = add ? [...table.sortKeys] : [column.key];
        const descending = add ? [...table.sortDescending] : [place >= 0 ? !table.sortDescending[place] : column.alignRight];
        if (add && place >= 0) {
            descending[place] = !descending[place];
        } else if (add) {
            keys.push(column.key);
            descending.push(column.alignRight);
        }
        table.sortRequested(keys, descending);
    }

    function goTo(row: int): void {
        if (view.rows === 0)
            return;
        table.currentRow = Math.max(0, Math.min(view.rows - 1, row));
        table.showRow(table.currentRow);
    }

    // Scrolls no further than needed.
    function showRow(row: int): void {
        const top = row * table.rowHeight;
        const highest = Math.max(0, view.rows * table.rowHeight - view.height);
        if (top < view.contentY)
            view.contentY = top;
        else if (top + table.rowHeight > view.contentY + view.height)
            view.contentY = Math.min(highest, top + table.rowHeight - view.height);
    }

    function pageRows(): int {
        return Math.max(1, Math.floor(view.height / table.rowHeight) - 1);
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.Table
    Accessible.name: table.label
    Accessible.focusable: true
    onWidthsChanged: view.forceLayout()
    onWidthChanged: view.forceLayout()
    onColumnsChanged: view.forceLayout()
    onRowHeightChanged: view.forceLayout()
    onActiveFocusChanged: {
        if (table.activeFocus && table.currentRow < 0 && view.rows > 0)
            table.currentRow = 0;
    }

    Keys.onPressed: event => keys.handle(event)

    DataTableKeys {
        id: keys

        table: table
    }
    DataTableHeader {
        id: header

        width: parent.width
        table: table
        offset: view.contentX
    }
    TableView {
        id: view

        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        reuseItems: true
        columnWidthProvider: column => table.columnWidth(column)
        rowHeightProvider: row => table.rowHeight
        delegate: DataTableCell {
            table: table
        }
        onContentYChanged: view.announceEnd()
        onRowsChanged: {
            if (table.currentRow >= view.rows)
                table.currentRow = view.rows - 1;
            view.announceEnd();
        }
        T.ScrollBar.vertical: ScrollBar {}
        T.ScrollBar.horizontal: ScrollBar {}

        function announceEnd(): void {
            if (view.rows > 0 && view.contentY + 2 * view.height >= view.rows * table.rowHeight)
                table.endReached();
        }
        function rowAtY(y: real): int {
            const row = Math.floor((y + view.contentY) / table.rowHeight);
            return y >= 0 && row < view.rows ? row : -1;
        }
        function columnAtX(x: real): int {
            let left = -view.contentX;
            for (let i = 0; i < table.columns.length; ++i) {
                left += table.columnWidth(i);
                if (x < left)
                    return i;
            }
            return -1;
        }
    }
    Item {
        id: pointerArea

        anchors.fill: view
        z: 1

        HoverHandler {
            id: pointer
        }
        TapHandler {
            acceptedButtons: Qt.LeftButton
            onTapped: point => keys.tap(view.rowAtY(point.position.y), view.columnAtX(point.position.x), point.modifiers)
            onDoubleTapped: point => {
                const row = view.rowAtY(point.position.y);
                if (row >= 0)
                    table.opened(row);
            }
        }
        TapHandler {
            acceptedButtons: Qt.RightButton
            onTapped: point => {
                const row = view.rowAtY(point.position.y);
                if (row < 0)
                    return;
                table.currentRow = row;
                table.menuRequested(row, view.columnAtX(point.position.x), point.position);
            }
        }
    }
}
