pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// What was recorded of the entity. What is looked at stays where it is when events arrive.
FocusScope {
    id: tab

    required property EntityEventsModel events
    property bool raw: false
    property alias table: grid
    property int waiting: 0
    // The chosen event, wherever its row goes.
    property string currentSeq

    signal copyRequested(text: string, what: string)
    signal currentChanged(row: int)
    // Other rows than before, or the same in another order.
    signal rowsReplaced
    signal noted(text: string)

    DetailTable {
        id: grid

        objectName: tab.raw ? "rawEvents" : "history"
        anchors.fill: parent
        // Below the rows, not over them.
        anchors.bottomMargin: problem.visible && tab.events.count > 0 ? problem.height + 24 : damage.visible ? damage.height + 24 : 0
        focus: true
        label: tab.raw ? qsTr("Events") : qsTr("History")
        model: tab.events
        columns: [
            TableColumn {
                key: "time"
                title: qsTr("Time")
                // Day and seconds in full where there is room.
                width: !tab.raw && tab.width >= Theme.px(1000) ? 172 : 152
            },
            TableColumn {
                key: "version"
                title: qsTr("Version")
                kind: TableColumn.Kind.Number
                width: 80
                shown: !tab.raw && tab.width >= Theme.px(712)
            },
            TableColumn {
                key: "type"
                title: qsTr("Event")
                kind: TableColumn.Kind.Mono
                width: 204
                stretch: tab.raw
            },
            TableColumn {
                key: "detail"
                title: qsTr("Detail")
                width: 140
                stretch: !tab.raw
                shown: !tab.raw
            },
            TableColumn {
                key: "source"
                title: qsTr("Source")
                width: 74
                elideMiddle: true
                // What the header says of all events gives way first.
                shown: tab.raw ? tab.width > 400 : tab.width >= Theme.px(804)
            },
            TableColumn {
                key: "change"
                title: qsTr("Status change")
                width: 134
                shown: !tab.raw && tab.width >= Theme.px(650)
            },
            TableColumn {
                key: "id"
                title: qsTr("Event id")
                kind: TableColumn.Kind.Mono
                width: 120
                elideMiddle: true
                shown: false
            }
        ]
        sortColumns: tab.events.sortColumns
        sortDescending: tab.events.sortDescending
        onSortToggled: (key, column, add) => tab.events.sortBy(column, add)
        onEndReached: tab.events.fetchNext()
        onCopyAsked: row => tab.copyRequested(tab.events.rowText(row), qsTr("Row"))
        onCurrentRowChanged: {
            tab.currentSeq = tab.events.seqAt(grid.currentRow);
            tab.currentChanged(grid.currentRow);
        }
        onIsAtTopChanged: {
            if (grid.isAtTop)
                tab.waiting = 0;
        }
    }
    Connections {
        target: tab.events

        function onRowsInserted(parent: var, first: int, last: int): void {
            const added = last + 1 - first;
            const looking = grid.hoveredRow >= 0 || grid.activeFocus || !grid.isAtTop;
            const pushes = first === 0 ? looking : first * grid.rowHeight < grid.view.contentY;
            if (first <= grid.currentRow)
                grid.currentRow += added;
            if (!pushes)
                return;
            shift.rows += added;
            shift.restart();
            if (first === 0)
                tab.waiting += added;
        }
        function onModelReset(): void {
            tab.waiting = 0;
            shift.stop();
            grid.currentRow = tab.events.rowOf(tab.currentSeq);
            if (grid.currentRow >= 0)
                grid.showRow(grid.currentRow);
            tab.rowsReplaced();
        }
        function onSortRefused(reason: string): void {
            tab.noted(reason);
        }
    }
    // Once the view has taken the rows in.
    Timer {
        id: shift

        property int rows: 0

        interval: 0
        onTriggered: {
            grid.view.contentY += shift.rows * grid.rowHeight;
            shift.rows = 0;
        }
    }
    Button {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.columnHeadHeight + 8
        visible: tab.waiting > 0 && !grid.isAtTop
        size: Button.Size.Small
        kind: Button.Kind.Primary
        iconName: "up"
        text: qsTr("%1 new, show").arg(tab.waiting)
        onClicked: {
            grid.view.contentY = 0;
            tab.waiting = 0;
        }
    }
    LoadingLines {
        anchors.fill: parent
        anchors.topMargin: Theme.columnHeadHeight
        loading: tab.events.loading && tab.events.count === 0
        rowHeight: grid.rowHeight
        text: qsTr("Loading events")
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(420, parent.width - 24)
        visible: tab.events.complete && tab.events.count === 0 && tab.events.damage.length === 0
        kind: EmptyState.Kind.NoMatch
        framed: false
        title: tab.events.searchText.length > 0 ? qsTr("No event has this in its type or id") : qsTr("No events")
        actionText: tab.events.searchText.length > 0 ? qsTr("Clear the search") : ""
        onActed: tab.events.searchText = ""
    }
    Notice {
        id: damage

        objectName: "damage"
        x: 12
        y: parent.height - height - 12
        width: parent.width - 24
        visible: text.length > 0 && !problem.visible
        status: "failed"
        text: tab.events.damage
    }
    ErrorBox {
        id: problem

        anchors.horizontalCenter: parent.horizontalCenter
        y: tab.events.count > 0 ? parent.height - height - 12 : (parent.height - height) / 2
        width: Math.min(640, parent.width - 24)
        visible: tab.events.problem.length > 0
        title: qsTr("Events could not be read")
        explanation: tab.events.count > 0 ? qsTr("%1 The rows read before stay.").arg(tab.events.problem) : tab.events.problem
        details: title + "\n" + tab.events.problem
        onRetried: tab.events.retry()
        onCopied: details => tab.copyRequested(details, qsTr("Details"))
    }
}
