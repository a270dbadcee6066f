pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// A small funnel in the cell under the pointer: a click keeps only the rows with that value. The same is in the row's
// menu, and on Alt and a click.
Rectangle {
    id: button

    required property DataTable table
    required property EntitiesModel rows
    readonly property int row: button.table.hoveredRow
    readonly property int column: button.table.hoveredColumn
    readonly property string cellFilter: button.row >= 0 ? button.rows.cellFilter(button.row, button.column, false) : ""
    readonly property int cellEnd: button.column >= 0 ? button.table.columnEnd(button.column) : 0

    signal filterRequested(filter: string)

    visible: button.cellFilter.length > 0
    x: button.table.x + button.cellEnd - width - 1
    y: button.table.y + button.table.view.y + button.row * button.table.rowHeight - button.table.view.contentY + 1
    width: 24
    height: button.table.rowHeight - 2
    color: Theme.hover
    Accessible.ignored: true

    Icon {
        anchors.centerIn: parent
        name: "filter"
        size: 12
        color: pointer.hovered ? Theme.accentText : Theme.muted
    }
    HoverHandler {
        id: pointer

        cursorShape: Qt.PointingHandCursor
    }
    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: button.filterRequested(button.cellFilter)
    }
    ToolTip {
        visible: pointer.hovered
        text: qsTr("Filter by %1").arg(button.cellFilter)
    }
}
