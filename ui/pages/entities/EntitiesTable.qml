pragma ComponentBehavior: Bound

import QtQuick
import QtQml.Models
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// The rows, and what stands in their place while there are none.
FocusScope {
    id: area

    required property EntitiesPageModel page
    required property bool readOnly
    readonly property EntitiesModel rows: area.page.table
    readonly property bool hasRows: area.page.state === EntitiesPageModel.Rows
    readonly property alias table: grid

    // What the table itself also changes: it follows the model by hand.
    readonly property int modelRow: area.rows.currentRow

    signal opened(key: string)
    signal columnsRequested
    signal exportRequested
    signal importRequested
    signal problemCopied(text: string)

    onModelRowChanged: grid.currentRow = area.modelRow

    // A first key finds the table wherever the focus was.
    function takeKey(event: var): bool {
        if (grid.activeFocus || !area.hasRows || event.modifiers & ~Qt.ShiftModifier)
            return false;
        if (![Qt.Key_J, Qt.Key_K, Qt.Key_Down, Qt.Key_Up, Qt.Key_Home, Qt.Key_End].includes(event.key))
            return false;
        grid.forceActiveFocus(Qt.ShortcutFocusReason);
        grid.showRow(Math.max(0, grid.currentRow));
        return true;
    }

    function openMenu(row: int, column: int, at: point): void {
        menu.include = area.rows.cellFilter(row, column, false);
        menu.exclude = area.rows.cellFilter(row, column, true);
        menu.key = area.rows.keyAt(row);
        menu.row = row;
        menu.popup(grid.view, at.x, at.y);
    }

    Panel {
        id: panel

        anchors.fill: parent
        fitsContent: false

        DataTable {
            id: grid

            objectName: "entitiesTable"
            anchors.top: parent.top
            anchors.bottom: bulk.top
            // Below the rows, not over them.
            anchors.bottomMargin: problem.visible && area.hasRows ? problem.height + 24 : 0
            width: parent.width
            focus: true
            label: qsTr("Entities")
            model: area.rows
            compact: area.page.compact
            selectionState: area.page.selectionState === 2 ? Qt.Checked : area.page.selectionState === 1 ? Qt.PartiallyChecked : Qt.Unchecked
            sortKeys: area.rows.sortKeys
            sortDescending: area.rows.sortDescending
            onCurrentRowChanged: area.rows.currentRow = grid.currentRow
            onOpened: row => area.opened(area.rows.keyAt(row))
            onPreviewed: area.page.previewOpen = !area.page.previewOpen
            onSelectionToggled: row => area.rows.toggleSelected(row)
            onSelectionExtended: row => area.rows.selectTo(row)
            onSelectAllToggled: {
                if (area.page.selectionState === 2)
                    area.rows.clearSelection();
                else
                    area.rows.selectAll();
            }
            onCellClicked: (row, column, modifiers) => {
                if (modifiers & Qt.AltModifier)
                    area.page.filter.addText(area.rows.cellFilter(row, column, (modifiers & Qt.ShiftModifier) !== 0));
            }
            onMenuRequested: (row, column, position) => area.openMenu(row, column, position)
            onSortToggled: (key, column, add) => area.rows.sortBy(column, add)
            onColumnResized: (key, width) => area.rows.setColumnWidth(key, width)
            onColumnsRequested: area.columnsRequested()
            onEndReached: area.rows.fetchNext()
            Keys.onMenuPressed: {
                if (grid.currentRow >= 0)
                    area.openMenu(grid.currentRow, 2, Qt.point(60, (grid.currentRow + 1) * grid.rowHeight - grid.view.contentY));
            }

            Binding {
                area.rows.engaged: grid.hoveredRow >= 0 || grid.activeFocus || !grid.isAtTop
            }
            EntityColumnSet {
                table: grid
                rows: area.rows
            }
        }
        CellFilterButton {
            table: grid
            rows: area.rows
            onFilterRequested: (filter) => area.page.filter.addText(filter)
        }
        Button {
            id: waiting

            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.columnHeadHeight + 8
            visible: area.rows.waitingText.length > 0
            size: Button.Size.Small
            kind: Button.Kind.Primary
            iconName: "up"
            text: area.rows.waitingText
            Accessible.description: qsTr("Rows changed while you were looking at the table")
            onClicked: {
                area.rows.showWaiting();
                grid.view.contentY = 0;
            }
        }
        LoadingLines {
            anchors.fill: grid
            anchors.topMargin: Theme.columnHeadHeight
            loading: area.page.state === EntitiesPageModel.Loading
            rowHeight: grid.rowHeight
            text: qsTr("Loading entities")
        }
        EmptyState {
            anchors.centerIn: parent
            width: Math.min(520, parent.width - 48)
            visible: area.page.state === EntitiesPageModel.NoMatch
            kind: EmptyState.Kind.NoMatch
            framed: false
            title: qsTr("No entity matches this filter")
            explanation: area.page.noMatchText
            actionText: area.page.noMatchFilter >= 0 ? qsTr("Remove that filter") : qsTr("Clear the filter")
            onActed: {
                if (area.page.noMatchFilter >= 0)
                    area.page.filter.removeAt(area.page.noMatchFilter);
                else
                    area.page.filter.clear();
            }
        }
        EmptyState {
            anchors.centerIn: parent
            width: Math.min(520, parent.width - 48)
            visible: area.page.state === EntitiesPageModel.NoEvents
            kind: EmptyState.Kind.NoMatch
            framed: false
            iconName: "entities"
            title: qsTr("No entities yet")
            explanation: qsTr("Entities appear here with the first events: send some to this window's address, or import a file.")
            actionText: area.readOnly ? "" : qsTr("Import files...")
            onActed: area.importRequested()
        }
        ErrorBox {
            id: problem

            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(640, parent.width - 24)
            y: area.hasRows ? bulk.y - height - 12 : (parent.height - height) / 2
            visible: area.rows.errorText.length > 0
            title: area.rows.errorTitle
            explanation: area.hasRows ? qsTr("%1 The rows read before stay.").arg(area.rows.errorText) : area.rows.errorText
            details: area.rows.errorTitle + "\n" + area.rows.errorText
            onRetried: area.page.refresh()
            onCopied: details => area.problemCopied(details)
        }
        BulkBar {
            id: bulk

            anchors.bottom: parent.bottom
            width: parent.width
            page: area.page
            onExportRequested: area.exportRequested()
        }
    }
    Menu {
        id: menu

        property string include
        property string exclude
        property string key
        property int row: -1

        MenuItem {
            text: qsTr("Open")
            iconName: "arrow"
            keyText: qsTr("Enter")
            onTriggered: area.opened(menu.key)
        }
        MenuItem {
            text: qsTr("Preview")
            iconName: "eye"
            keyText: qsTr("Space")
            onTriggered: area.page.previewOpen = true
        }
        MenuItem {
            text: qsTr("Select")
            iconName: "check"
            keyText: "X"
            onTriggered: area.rows.toggleSelected(menu.row)
        }
        MenuDivider {}
        Menu {
            id: rowFilters

            title: qsTr("Filter by")

            Instantiator {
                model: rowFilters.visible || menu.visible ? area.rows.rowFilters(menu.row) : []
                delegate: MenuItem {
                    required property var modelData

                    text: modelData.title
                    onTriggered: area.page.filter.addText(modelData.include)
                }
                onObjectAdded: (index, object) => rowFilters.insertItem(index, object as MenuItem)
                onObjectRemoved: (index, object) => rowFilters.removeItem(object as MenuItem)
            }
        }
        MenuItem {
            text: qsTr("Filter by this value")
            iconName: "filter"
            enabled: menu.include.length > 0
            onTriggered: area.page.filter.addText(menu.include)
        }
        MenuItem {
            text: qsTr("Exclude this value")
            iconName: "minus"
            enabled: menu.exclude.length > 0
            onTriggered: area.page.filter.addText(menu.exclude)
        }
    }
}
