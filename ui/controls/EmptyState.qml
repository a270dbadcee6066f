pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// Nothing to show, and why: Good (nothing failed), NotSetUp (dashed, one button), NoMatch (which filter to remove).
Item {
    id: empty

    enum Kind { Good, NotSetUp, NoMatch }

    required property int kind
    required property string title
    property string explanation
    property string actionText
    property string iconName: empty.kind === EmptyState.Kind.NotSetUp ? "settings" : "search"
    property bool framed: true

    signal acted

    implicitWidth: 300
    implicitHeight: column.implicitHeight + 28
    Accessible.role: Accessible.StaticText
    Accessible.name: empty.title + ". " + empty.explanation

    Rectangle {
        anchors.fill: parent
        visible: empty.framed && empty.kind !== EmptyState.Kind.NotSetUp
        radius: Theme.radiusPanel
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.line
    }
    DashedFrame {
        anchors.fill: parent
        visible: empty.framed && empty.kind === EmptyState.Kind.NotSetUp
        color: Theme.lineStrong
    }
    Column {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: 3

        Item {
            width: parent.width
            height: Theme.px(22) + 4

            StatusMark {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: empty.kind === EmptyState.Kind.Good
                status: "completed"
                size: 22
            }
            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: empty.kind !== EmptyState.Kind.Good
                name: empty.iconName
                size: 22
            }
        }
        Label {
            width: parent.width
            text: empty.title
            font: Theme.panelTitle
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width - 24, 460)
            visible: text.length > 0
            text: empty.explanation
            color: Theme.muted
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            lineHeight: Theme.bodyLine
            lineHeightMode: Text.FixedHeight
        }
        Item {
            width: parent.width
            height: action.height + (empty.kind === EmptyState.Kind.NotSetUp ? 6 : 0)
            visible: empty.actionText.length > 0

            Button {
                id: action

                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: parent.bottom
                text: empty.actionText
                kind: empty.kind === EmptyState.Kind.NotSetUp ? Button.Kind.Normal : Button.Kind.Link
                size: Button.Size.Small
                iconName: empty.kind === EmptyState.Kind.NotSetUp ? "plus" : ""
                onClicked: empty.acted()
            }
        }
    }
}
