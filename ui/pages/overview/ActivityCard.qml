pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Overview
import Binnacle.Theme

// The latest events as they come; paused, the list stands and counts what it holds back.
Panel {
    id: card

    required property OverviewModel overview
    readonly property ActivityModel activity: card.overview.activity

    signal opened(key: string)

    fitsContent: false
    title: qsTr("Activity")
    headerLine: true
    actions: Row {
        spacing: 4

        StatusLabel {
            anchors.verticalCenter: parent.verticalCenter
            status: card.activity.paused ? "off" : "live"
            text: card.activity.paused ? (card.activity.waitingText.length > 0 ? qsTr("Paused, %1").arg(card.activity.waitingText) : qsTr("Paused")) : qsTr("Live")
            font: Theme.secondary
        }
        IconButton {
            small: true
            iconName: card.activity.paused ? "play" : "pause"
            text: card.activity.paused ? qsTr("Go on with the live list") : qsTr("Pause the live list")
            onClicked: card.activity.paused = !card.activity.paused
        }
    }

    Label {
        anchors.centerIn: parent
        visible: rows.count === 0 && card.overview.loaded && card.activity.problem.length === 0
        text: qsTr("No events yet")
        color: Theme.muted
    }
    ListView {
        id: rows

        anchors.fill: parent
        // Below the lines, not over them.
        anchors.bottomMargin: problem.visible && rows.count > 0 ? problem.height + 24 : 0
        clip: true
        model: card.activity
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Accessible.role: Accessible.List
        Accessible.name: card.title
        Keys.onReturnPressed: (rows.currentItem as ActivityLine)?.open()

        T.ScrollBar.vertical: ScrollBar {}

        component ActivityLine: Item {
            id: line

            required property string name
            required property string time
            required property string timeTip
            required property string mark
            required property string detail
            required property string key
            readonly property bool current: rows.activeFocus && line.ListView.isCurrentItem

            function open(): void {
                if (line.key.length > 0)
                    card.opened(line.key);
            }

            width: ListView.view.width
            height: Theme.rowTwoLine
            Accessible.role: Accessible.ListItem
            Accessible.name: line.name + ", " + line.detail + ", " + line.time
            Accessible.onPressAction: line.open()

            Rectangle {
                anchors.fill: parent
                color: line.current ? Theme.selection : pointer.hovered && line.key.length > 0 ? Theme.hover : "transparent"
            }
            Rectangle {
                visible: line.current
                width: Theme.selectedBar
                height: parent.height
                color: Theme.accentText
            }
            Label {
                id: timeLabel

                x: 12
                y: Theme.px(3)
                text: line.time
                font: Theme.secondary
                color: Theme.muted
                Accessible.ignored: true
            }
            StatusMark {
                x: Theme.px(70)
                y: Theme.px(6)
                status: line.mark
            }
            Label {
                id: nameLabel

                x: Theme.px(88)
                y: Theme.px(2)
                width: parent.width - x - 10
                text: line.name
                elide: Text.ElideMiddle
                Accessible.ignored: true
            }
            Label {
                x: nameLabel.x
                anchors.top: nameLabel.bottom
                width: nameLabel.width
                text: line.detail
                font: Theme.secondary
                color: Theme.muted
                Accessible.ignored: true
            }
            HoverHandler {
                id: pointer

                cursorShape: line.key.length > 0 ? Qt.PointingHandCursor : Qt.ArrowCursor
            }
            TapHandler {
                onTapped: line.open()
            }
            ToolTip {
                visible: pointer.hovered && pointer.point.position.x < Theme.px(66)
                text: line.timeTip
            }
        }

        delegate: ActivityLine {}
    }
    ErrorBox {
        id: problem

        x: 12
        y: rows.count > 0 ? parent.height - height - 12 : 12
        width: parent.width - 24
        visible: card.activity.problem.length > 0
        title: qsTr("The latest events could not be read")
        explanation: card.activity.problem
        onRetried: card.activity.follow()
    }
}
