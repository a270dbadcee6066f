pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// The table of every page: heads, fixed row height, one current row, selection kept by the model.
// The model gives the roles of models/common/table_model.h; `columns` describes its columns in order.
// The table asks by signals and never changes the model: sort, selection and opening are the page's.
FocusScope {
    id: table

    property alias columns: shared.columns
    property alias model: view.model
    // What is listed, read before the rows: "Entities".
    required property string label
    property bool compact: false
    property int rowHeight: table.compact ? Theme.rowCompact : Theme.rowNormal
    property alias currentRow: shared.currentRow
    // Of the head's check box: Qt.Unchecked, Qt.PartiallyChecked, Qt.Checked.
    property alias selectionState: shared.selectionState
    // Keys the rows are sorted by, first one first, and whether each is descending. Set them from the model.
    property alias sortKeys: shared.sortKeys
    property alias sortDescending: shared.sortDescending
    // Remembered widths by column key, in pixels.
    property alias widths: shared.widths
    property alias view: view
    readonly property alias hoveredRow: shared.hoveredRow
    readonly property alias hoveredColumn: shared.hoveredColumn
    readonly property bool isAtTop: view.contentY <= 0

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
    // A click on a head; `add` with Shift: keep the keys before it. What it means is the model's.
    signal sortToggled(key: string, column: int, add: bool)
    signal columnResized(key: string, width: int)
    signal columnsRequested
    // The view came within a screen of the last row.
    signal endReached
    // Keys made `row` the current one.
    signal wentTo(row: int)

    function goTo(row: int): void {
        if (view.rows === 0)
            return;
        table.currentRow = Math.max(0, Math.min(view.rows - 1, row));
        table.showRow(table.currentRow);
        table.wentTo(table.currentRow);
    }

    function rowRect(row: int): rect {
        return Qt.rect(0, view.y + row * table.rowHeight - view.contentY, table.width, table.rowHeight);
    }

    // Scrolls no further than needed.
    function showRow(row: int): void {
        const top = row * table.rowHeight;
        if (top < view.contentY)
            view.contentY = top;
        else if (top + table.rowHeight > view.contentY + view.height)
            view.contentY = Math.min(view.lowestY, top + table.rowHeight - view.height);
    }

    function tap(row: int, column: int, modifiers: int): void {
        if (row < 0)
            return;
        table.forceActiveFocus(Qt.MouseFocusReason);
        if (shared.columns[column]?.kind === TableColumn.Kind.Check || modifiers & Qt.ControlModifier)
            table.selectionToggled(row);
        else if (modifiers & Qt.ShiftModifier)
            table.selectionExtended(row);
        table.currentRow = row;
        table.cellClicked(row, column, modifiers);
    }

    function move(to: int, extend: bool): void {
        table.goTo(to);
        if (extend && table.currentRow >= 0)
            table.selectionExtended(table.currentRow);
    }

    // Scrolls no further than needed.
    function showColumn(column: int): void {
        const start = shared.columnStart(column);
        view.contentX = Math.min(start, Math.max(start + shared.columnWidth(column) - view.width, view.contentX));
    }

    // The right edge of a column, from the table's left edge.
    function columnEnd(column: int): int {
        return shared.columnStart(column) + shared.columnWidth(column) - view.contentX;
    }

    // The columns of the view are those of the model; call this after they changed.
    function layOut(): void {
        relayout.restart();
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.Table
    Accessible.name: table.label
    Accessible.focusable: true
    onRowHeightChanged: relayout.restart()
    onActiveFocusChanged: {
        if (table.activeFocus && table.currentRow < 0 && view.rows > 0)
            table.currentRow = 0;
    }
    Keys.onPressed: event => keys.handle(event)

    DataTableState {
        id: shared

        viewportWidth: table.width
        rowHeight: table.rowHeight
        hasFocus: table.activeFocus
        hoveredRow: pointer.hovered ? view.rowAtY(pointer.point.position.y) : -1
        hoveredColumn: pointer.hovered ? shared.columnAt(pointer.point.position.x + view.contentX) : -1
        onWidthsChanged: relayout.restart()
        onViewportWidthChanged: relayout.restart()
        onColumnsChanged: relayout.restart()
        onSortToggled: (key, column, add) => table.sortToggled(key, column, add)
        onSelectAllToggled: table.selectAllToggled()
        onColumnResized: (key, width) => table.columnResized(key, width)
        onColumnsRequested: table.columnsRequested()
    }
    DataTableKeys {
        id: keys

        table: shared
        rows: view.rows
        pageRows: Math.max(1, Math.floor(view.height / table.rowHeight) - 1)
        onMoved: (to, extend) => table.move(to, extend)
        onOpened: row => table.opened(row)
        onPreviewed: row => table.previewed(row)
        onSelectionToggled: row => table.selectionToggled(row)
        onSelectAllToggled: table.selectAllToggled()
        onColumnChosen: column => table.showColumn(column)
    }
    // Not while the view lays itself out.
    Timer {
        id: relayout

        interval: 0
        onTriggered: {
            view.forceLayout();
            // Fewer rows may leave the view below their end.
            view.contentY = Math.min(view.contentY, view.lowestY);
        }
    }
    DataTableHeader {
        id: header

        width: parent.width
        table: shared
        offset: view.contentX
    }
    TableView {
        id: view

        readonly property real lowestY: Math.max(0, view.rows * table.rowHeight - view.height)

        function announceEnd(): void {
            if (view.rows > 0 && view.contentY + 2 * view.height >= view.rows * table.rowHeight)
                table.endReached();
        }
        function rowAtY(y: real): int {
            const row = Math.floor((y + view.contentY) / table.rowHeight);
            return y >= 0 && row < view.rows ? row : -1;
        }

        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        reuseItems: true
        columnWidthProvider: column => shared.columnWidth(column)
        rowHeightProvider: row => table.rowHeight
        delegate: DataTableCell {
            table: shared
        }
        onContentYChanged: view.announceEnd()
        // Where the keys are stays in sight.
        onHeightChanged: {
            if (table.activeFocus && table.currentRow >= 0)
                table.showRow(table.currentRow);
        }
        onRowsChanged: {
            if (table.currentRow >= view.rows)
                table.currentRow = view.rows - 1;
            relayout.restart();
            view.announceEnd();
        }
        T.ScrollBar.vertical: ScrollBar {}
        T.ScrollBar.horizontal: ScrollBar {}
    }
    Item {
        anchors.fill: view
        HoverHandler {
            id: pointer
        }
        TapHandler {
            id: click

            acceptedButtons: Qt.LeftButton
            // The event point of the signal has no modifiers, the handler's own has.
            onTapped: point => table.tap(view.rowAtY(point.position.y), shared.columnAt(point.position.x + view.contentX), click.point.modifiers)
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
                table.menuRequested(row, shared.columnAt(point.position.x + view.contentX), point.position);
            }
        }
    }
}
