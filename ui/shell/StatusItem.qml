pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// One fact of the status bar.
Item {
    id: item

    required property string text
    property string iconName
    property string mark
    property string tip
    property bool lineBefore: false
    property bool lineAfter: true
    // What it may take of the bar; the text is cut.
    property real room: 10000
    // Where it leads when pressed; empty: nowhere.
    property string action

    signal acted

    implicitWidth: row.implicitWidth + 20 + 1
    implicitHeight: Theme.statusBarHeight - 1
    activeFocusOnTab: item.action.length > 0
    Accessible.role: item.action.length > 0 ? Accessible.Link : Accessible.StaticText
    Accessible.name: item.action.length > 0 ? item.text + " " + item.action : item.text
    Accessible.focusable: item.action.length > 0
    Accessible.onPressAction: item.acted()
    Keys.onReturnPressed: item.acted()
    Keys.onEnterPressed: item.acted()

    HoverHandler {
        id: pointer

        cursorShape: item.action.length > 0 ? Qt.PointingHandCursor : Qt.ArrowCursor
    }
    TapHandler {
        enabled: item.action.length > 0
        onTapped: item.acted()
    }
    ToolTip {
        y: -implicitHeight - 6
        visible: pointer.hovered && item.tip.length > 0
        text: item.tip
    }
    Row {
        id: row

        x: 10
        height: parent.height
        spacing: 6

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: item.iconName.length > 0
            name: item.iconName
            size: 12
        }
        StatusMark {
            anchors.verticalCenter: parent.verticalCenter
            visible: item.mark.length > 0
            status: item.mark
            size: 9
        }
        Label {
            width: Math.min(implicitWidth, item.room - 20 - x - (link.visible ? link.implicitWidth + row.spacing : 0))
            height: parent.height
            text: item.text
            font: Theme.caption
            color: Theme.text2
            Accessible.ignored: true
        }
        Label {
            id: link

            height: parent.height
            visible: item.action.length > 0
            text: item.action
            font.family: Theme.caption.family
            font.pixelSize: Theme.caption.pixelSize
            font.underline: pointer.hovered || item.activeFocus
            color: Theme.accentText
            Accessible.ignored: true
        }
    }
    Divider {
        visible: item.lineAfter
        anchors.right: parent.right
        width: 1
        height: parent.height
    }
}
