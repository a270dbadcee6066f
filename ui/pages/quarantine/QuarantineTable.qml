pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Quarantine
import Binnacle.Theme

// The rows of one tab, and what stands in their place while there are none.
FocusScope {
    id: area

    required property QuarantinePageModel page
    readonly property QuarantineTableModel rows: area.page.table
    readonly property bool hasRows: area.page.state === QuarantinePageModel.Rows
    // What the table itself also changes: it follows the model by hand.
    readonly property int modelRow: area.rows.currentRow

    signal itemRequested
    signal problemCopied(text: string)

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

    onModelRowChanged: grid.currentRow = area.modelRow

    Panel {
        fitsContent: false
        anchors.fill: parent

        DataTable {
            id: grid

            objectName: "quarantineTable"
            anchors.fill: parent
            // Below the rows, not over them.
            anchors.bottomMargin: problem.visible && area.hasRows ? problem.height + 24 : 0
            focus: true
            label: qsTr("Refused events")
            model: area.rows
            selectionState: area.rows.selectedCount === 0 ? Qt.Unchecked : area.rows.allSelected ? Qt.Checked : Qt.PartiallyChecked
            onCurrentRowChanged: area.rows.currentRow = grid.currentRow
            onOpened: area.itemRequested()
            onPreviewed: area.itemRequested()
            onSelectionToggled: row => area.rows.toggleSelected(row)
            onSelectionExtended: row => area.rows.selectTo(row)
            onSelectAllToggled: {
                if (area.rows.allSelected)
                    area.rows.clearSelection();
                else
                    area.rows.selectAll();
            }
            onEndReached: area.rows.fetchNext()
            columns: [
                TableColumn {
                    key: "check"
                    title: qsTr("Selected")
                    kind: TableColumn.Kind.Check
                    width: 38
                    sortable: false
                },
                TableColumn {
                    key: "received"
                    title: qsTr("Received")
                    width: 80
                    sortable: false
                },
                TableColumn {
                    key: "dialect"
                    title: qsTr("Dialect")
                    width: 92
                    sortable: false
                    shown: grid.width >= Theme.px(720)
                },
                TableColumn {
                    key: "origin"
                    title: qsTr("Origin")
                    width: 112
                    sortable: false
                    elideMiddle: true
                },
                TableColumn {
                    key: "code"
                    title: qsTr("Code")
                    kind: TableColumn.Kind.Mono
                    width: 152
                    sortable: false
                },
                TableColumn {
                    key: "field"
                    title: qsTr("Field")
                    kind: TableColumn.Kind.Mono
                    width: 80
                    sortable: false
                    elideMiddle: true
                    // The item beside the table says it, too.
                    shown: grid.width >= Theme.px(940)
                },
                TableColumn {
                    key: "message"
                    title: qsTr("Message")
                    width: 150
                    minimumWidth: 120
                    stretch: true
                    sortable: false
                },
                TableColumn {
                    key: "size"
                    title: qsTr("Size")
                    kind: TableColumn.Kind.Number
                    width: 62
                    sortable: false
                }
            ]

            Binding {
                area.rows.engaged: grid.hoveredRow >= 0 || grid.activeFocus || !grid.isAtTop
            }
        }
        Button {
            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.columnHeadHeight + 8
            visible: area.rows.waitingText.length > 0
            size: Button.Size.Small
            kind: Button.Kind.Primary
            iconName: "up"
            text: area.rows.waitingText
            Accessible.description: qsTr("Events were refused while you were looking at the table")
            onClicked: {
                area.rows.showWaiting();
                grid.view.contentY = 0;
            }
        }
        LoadingLines {
            anchors.fill: grid
            anchors.topMargin: Theme.columnHeadHeight
            loading: area.page.state === QuarantinePageModel.Loading
            rowHeight: grid.rowHeight
            text: qsTr("Loading refused events")
        }
        EmptyState {
            anchors.centerIn: parent
            width: Math.min(520, parent.width - 48)
            visible: area.page.state === QuarantinePageModel.Nothing
            kind: area.page.tab === 0 ? EmptyState.Kind.Good : EmptyState.Kind.NoMatch
            iconName: "quarantine"
            framed: false
            title: area.page.tab === 0 ? qsTr("Nothing in quarantine.") : area.page.tab === 1 ? qsTr("Nothing was retried yet.") : qsTr("Nothing was discarded yet.")
            explanation: area.page.tab === 0 ? qsTr("Every event that arrived was accepted or was a duplicate. What is refused is kept here whole, with the reason.") : area.page.tab === 1 ? qsTr("Refused events that were accepted later are listed here with what came of them.") : qsTr("Refused events that were given up are listed here with the reason; they stay readable.")
        }
        ErrorBox {
            id: problem

            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(640, parent.width - 24)
            y: area.hasRows ? parent.height - height - 12 : (parent.height - height) / 2
            visible: area.rows.problem.length > 0
            title: qsTr("The quarantine could not be read")
            explanation: area.hasRows ? qsTr("%1 The rows read before stay.").arg(area.rows.problem) : area.rows.problem
            details: title + "\n" + area.rows.problem
            onRetried: area.page.refresh()
            onCopied: details => area.problemCopied(details)
        }
    }
}
