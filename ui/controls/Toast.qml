pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

Rectangle {
    id: toast

    required property string status
    required property string message
    required property string actionText
    property int maximumWidth: 600
    property int lifeMs: 6000

    signal expired
    signal acted

    implicitWidth: Math.min(toast.maximumWidth, Math.max(340, row.implicitWidth + 28 + (action.visible ? action.width + 16 : 0)))
    implicitHeight: Math.max(Theme.px(36), words.implicitHeight + 16)
    radius: Theme.radiusControl
    color: Theme.popupFill
    border.width: Theme.hairline
    border.color: Theme.lineStrong
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.spoken

    Rectangle {
        x: 0
        y: 0
        width: 3
        height: parent.height
        radius: 2
        color: Theme.statusColor(toast.status)
    }
    HoverHandler {
        id: pointer
    }
    Timer {
        running: !pointer.hovered && !action.activeFocus
        interval: toast.lifeMs
        onTriggered: toast.expired()
    }
    Row {
        id: row

        x: 13
        height: parent.height
        spacing: 9

        StatusMark {
            anchors.verticalCenter: parent.verticalCenter
            status: toast.status
            size: 13
        }
        Sentence {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, toast.maximumWidth - 60 - (action.visible ? action.width : 0))
            sentence: toast.message
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }
    Button {
        id: action

        anchors.right: parent.right
        anchors.rightMargin: 8
        anchors.verticalCenter: parent.verticalCenter
        visible: toast.actionText.length > 0
        kind: Button.Kind.Link
        text: toast.actionText
        onClicked: toast.acted()
    }
}
