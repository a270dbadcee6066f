pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Overview
import Binnacle.Theme

// Entity types by status; the shade of a cell is its share of the column's largest. A cell opens its list.
Panel {
    id: card

    required property OverviewModel overview
    readonly property int typeWidth: Math.min(140, card.width * 0.16)
    readonly property int rateWidth: Math.min(96, card.width * 0.13)
    readonly property real cellWidth: (card.width - 26 - card.typeWidth - card.rateWidth) / 5

    // Columns in reading order, as indices into the model's lists.
    readonly property list<int> order: [0, 1, 3, 2, 4]
    readonly property list<string> marks: ["pending", "in_progress", "completed", "failed", "archived"]
    readonly property list<string> names: [qsTr("Pending"), qsTr("In progress"), qsTr("Completed"), qsTr("Failed"), qsTr("Archived")]

    signal opened(query: string)

    fitsContent: false
    title: qsTr("Entity type by status")
    actions: Label {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("shade is per column")
        font: Theme.caption
        color: Theme.muted
    }

    Item {
        id: head

        width: parent.width
        height: Theme.columnHeadHeight

        Label {
            x: 12
            height: parent.height
            text: qsTr("Entity type")
            font: Theme.columnHead
            color: Theme.muted
        }
        Repeater {
            model: card.order

            StatusLabel {
                required property int index
                required property int modelData

                x: 12 + card.typeWidth + (index + 1) * card.cellWidth - width - 12
                height: head.height
                status: card.marks[modelData]
                text: card.names[modelData]
                font: Theme.columnHead
                color: Theme.muted
            }
        }
        Label {
            anchors.right: parent.right
            anchors.rightMargin: 14
            height: parent.height
            text: qsTr("Failure rate")
            font: Theme.columnHead
            color: Theme.muted
        }
        Divider {
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }
    ListView {
        id: rows

        objectName: "gridRows"
        y: head.height + 1
        width: parent.width
        height: parent.height - y
        clip: true
        model: card.overview.grid
        boundsBehavior: Flickable.StopAtBounds

        T.ScrollBar.vertical: ScrollBar {}

        delegate: Item {
            id: line

            required property int index
            required property string type
            required property list<string> counts
            required property list<double> shares
            required property list<string> queries
            required property string failureRate
            required property bool isHigh
            required property string query
            required property string sentence

            width: ListView.view.width
            height: Theme.px(25)
            Accessible.role: Accessible.Row
            Accessible.name: line.sentence

            Label {
                x: 12
                width: card.typeWidth - 12
                height: parent.height
                text: line.type
                font: Theme.bodyStrong
                color: pointer.hovered ? Theme.accentText : Theme.text
                Accessible.ignored: true

                HoverHandler {
                    id: pointer

                    cursorShape: Qt.PointingHandCursor
                }
                TapHandler {
                    onTapped: card.opened(line.query)
                }
            }
            Repeater {
                model: card.order

                GridCell {
                    id: cell

                    required property int index
                    required property int modelData

                    x: 12 + card.typeWidth + index * card.cellWidth
                    y: 1
                    width: card.cellWidth - 4
                    height: line.height - 2
                    text: line.counts[modelData] ?? ""
                    share: line.shares[modelData] ?? 0
                    status: card.marks[modelData]
                    sentence: line.type + ", " + card.names[modelData] + ": " + text
                    onOpened: card.opened(line.queries[modelData] ?? "")
                    onActiveFocusChanged: {
                        if (cell.activeFocus)
                            rows.positionViewAtIndex(line.index, ListView.Contain);
                    }
                }
            }
            Label {
                anchors.right: parent.right
                anchors.rightMargin: 14
                height: parent.height
                text: line.failureRate.length > 0 ? line.failureRate : "–"
                color: line.isHigh ? Theme.statusFailed : line.failureRate.length > 0 ? Theme.text : Theme.muted
                Accessible.ignored: true
            }
        }
    }
}
