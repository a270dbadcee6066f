pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// The heads of a DataTable: sort on click, a second key with Shift, widths by dragging the edge.
Rectangle {
    id: header

    required property DataTableState table
    // How far the columns are scrolled.
    property real offset: 0

    implicitHeight: Theme.columnHeadHeight
    color: Theme.surface
    clip: true

    Repeater {
        model: header.table.columns.length

        Item {
            id: head

            required property int index
            readonly property TableColumn spec: header.table.columns[head.index]
            readonly property int sortPlace: header.table.sortPlace(head.spec.key)
            readonly property bool isSorted: head.sortPlace >= 0
            readonly property bool isDescending: head.isSorted && header.table.sortDescending[head.sortPlace] === true
            readonly property bool isFirst: head.index === header.table.firstShown
            readonly property bool isLast: head.index === header.table.lastShown

            x: header.table.columnStart(head.index) - header.offset
            width: header.table.columnWidth(head.index)
            height: header.height - 1
            visible: head.spec.shown
            Accessible.role: Accessible.ColumnHeader
            Accessible.name: head.isSorted ? (head.isDescending ? qsTr("%1, sorted, largest first") : qsTr("%1, sorted, smallest first")).arg(head.spec.title) : head.spec.title
            Accessible.onPressAction: header.table.toggleSort(head.index, false)

            Rectangle {
                anchors.fill: parent
                anchors.margins: 2
                visible: header.table.hasFocus && header.table.keyColumn === head.index
                color: "transparent"
                radius: Theme.radiusMark
                border.width: Theme.focusWidth
                border.color: Theme.focus
            }
            CheckMark {
                x: head.isFirst ? 12 : Theme.cellPadding
                anchors.verticalCenter: parent.verticalCenter
                visible: head.spec.kind === TableColumn.Kind.Check
                checkState: header.table.selectionState
                hovered: pointer.hovered
            }
            Row {
                x: head.spec.alignRight ? parent.width - width - (head.isLast ? 12 : Theme.cellPadding) : head.isFirst ? 12 : Theme.cellPadding
                height: parent.height
                spacing: 3
                visible: head.spec.kind !== TableColumn.Kind.Check

                Text {
                    width: Math.min(implicitWidth, head.width - (head.isFirst ? 12 : 8) - (head.isLast ? 12 : 8) - (arrow.visible ? 15 : 0))
                    height: parent.height
                    text: head.spec.title
                    font: Theme.columnHead
                    color: pointer.hovered && head.spec.sortable ? Theme.text : Theme.muted
                    elide: Text.ElideRight
                    verticalAlignment: Text.AlignVCenter
                    textFormat: Text.PlainText
                }
                Icon {
                    id: arrow

                    anchors.verticalCenter: parent.verticalCenter
                    visible: head.isSorted
                    name: "sort"
                    size: 12
                    color: Theme.accentText
                    rotation: head.isDescending ? 0 : 180
                }
                Text {
                    visible: head.isSorted && header.table.sortKeys.length > 1
                    height: parent.height
                    text: head.sortPlace + 1
                    font: Theme.caption
                    color: Theme.accentText
                    verticalAlignment: Text.AlignVCenter
                    textFormat: Text.PlainText
                }
            }
            HoverHandler {
                id: pointer
            }
            TapHandler {
                id: click

                acceptedButtons: Qt.LeftButton
                // The event point of the signal has no modifiers, the handler's own has.
                onTapped: {
                    if (head.spec.kind === TableColumn.Kind.Check)
                        header.table.selectAllToggled();
                    else
                        header.table.toggleSort(head.index, (click.point.modifiers & Qt.ShiftModifier) !== 0);
                }
            }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: header.table.columnsRequested()
            }
            Item {
                id: handle

                x: parent.width - 5
                width: 10
                height: parent.height
                visible: head.spec.resizable
                z: 2

                HoverHandler {
                    id: handleHover

                    cursorShape: Qt.SplitHCursor
                }
                Rectangle {
                    anchors.centerIn: parent
                    visible: handleHover.hovered || drag.active
                    width: 2
                    height: parent.height - 8
                    color: drag.active ? Theme.accentText : Theme.lineStrong
                }
                DragHandler {
                    id: drag

                    property int startWidth: 0

                    target: null
                    yAxis.enabled: false
                    onActiveChanged: {
                        if (drag.active)
                            drag.startWidth = head.width;
                        else
                            header.table.finishResize(head.index);
                    }
                    onActiveTranslationChanged: {
                        if (drag.active)
                            header.table.resizeColumn(head.index, drag.startWidth + drag.activeTranslation.x);
                    }
                }
                TapHandler {
                    // A double click gives the width back to the table.
                    onDoubleTapped: header.table.resetColumn(head.index)
                }
            }
        }
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
