pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Charts
import Binnacle.Controls
import Binnacle.Models.Overview
import Binnacle.Theme

// The projects with their open work; a row opens its entities.
Panel {
    id: card

    required property OverviewModel overview
    readonly property int rowHeight: Theme.rowCompact
    readonly property int barWidth: Math.max(60, Math.min(126, card.width * 0.16))
    readonly property int figureWidth: Math.min(96, card.width * 0.115)

    signal opened(query: string)

    function rightEdge(fromRight: int): real {
        return card.width - 14 - fromRight * card.figureWidth;
    }

    fitsContent: false
    title: qsTr("Projects")
    subtitle: qsTr("%1, most failed first").arg(rows.count)

    Item {
        id: head

        width: parent.width
        height: Theme.columnHeadHeight

        component Head: Label {
            height: head.height
            font: Theme.columnHead
            color: Theme.muted
        }

        Head {
            x: 12
            text: qsTr("Project")
        }
        Head {
            x: card.rightEdge(5) - card.barWidth - 8
            text: qsTr("Open work")
        }
        Repeater {
            model: [qsTr("In progress"), qsTr("Pending"), qsTr("Failed"), qsTr("Completed"), qsTr("Last event")]

            Head {
                required property int index
                required property string modelData

                x: card.rightEdge(5 - index)
                width: card.figureWidth
                text: modelData
                horizontalAlignment: Text.AlignRight
            }
        }
        Divider {
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }
    ListView {
        id: rows

        objectName: "projectRows"
        y: head.height
        width: parent.width
        height: parent.height - y
        clip: true
        model: card.overview.projects
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Accessible.role: Accessible.Table
        Accessible.name: card.title
        Keys.onReturnPressed: (rows.currentItem as ProjectLine)?.open()

        T.ScrollBar.vertical: ScrollBar {}

        component ProjectLine: Item {
            id: line

            required property int index
            required property string name
            required property string organization
            required property string types
            required property list<double> openWork
            required property string inProgress
            required property string pending
            required property string failed
            required property bool hasFailed
            required property string completed
            required property string lastEvent
            required property string lastEventTip
            required property string query
            required property string sentence
            readonly property bool current: rows.activeFocus && line.ListView.isCurrentItem

            function open(): void {
                card.opened(line.query);
            }

            width: ListView.view.width
            height: card.rowHeight
            Accessible.role: Accessible.Row
            Accessible.name: line.sentence
            Accessible.onPressAction: line.open()

            Rectangle {
                anchors.fill: parent
                color: line.current ? Theme.selection : pointer.hovered ? Theme.hover : "transparent"
            }
            Rectangle {
                visible: line.current
                width: Theme.selectedBar
                height: parent.height
                color: Theme.accentText
            }
            Label {
                id: nameLabel

                x: 12
                width: Math.min(implicitWidth, bar.x - 24)
                height: parent.height
                text: line.name
                font: Theme.bodyStrong
                Accessible.ignored: true
            }
            Label {
                x: nameLabel.x + nameLabel.width + 8
                width: Math.max(0, bar.x - 12 - x)
                height: parent.height
                text: line.types
                font: Theme.secondary
                color: Theme.muted
                Accessible.ignored: true
            }
            ShareBar {
                id: bar

                x: card.rightEdge(5) - card.barWidth - 8
                y: (parent.height - height) / 2
                width: card.barWidth
                values: line.openWork
                colors: [Theme.statusInProgress, Theme.barPending, Theme.statusFailed]
                track: Theme.line
            }
            Repeater {
                model: [line.inProgress, line.pending, line.failed, line.completed, line.lastEvent]

                Label {
                    required property int index
                    required property string modelData

                    x: card.rightEdge(5 - index)
                    width: card.figureWidth
                    height: line.height
                    text: modelData
                    color: index === 2 && line.hasFailed ? Theme.statusFailed : index === 4 ? Theme.text2 : Theme.text
                    horizontalAlignment: Text.AlignRight
                    Accessible.ignored: true
                }
            }
            Divider {
                anchors.bottom: parent.bottom
                width: parent.width
            }
            HoverHandler {
                id: pointer

                cursorShape: Qt.PointingHandCursor
            }
            TapHandler {
                onTapped: line.open()
            }
            ToolTip {
                visible: pointer.hovered && pointer.point.position.x > card.rightEdge(1)
                text: line.lastEventTip
            }
        }

        delegate: ProjectLine {}
    }
}
