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

    implicitWidth: row.implicitWidth + 20 + 1
    implicitHeight: Theme.statusBarHeight - 1
    Accessible.role: Accessible.StaticText
    Accessible.name: item.text

    HoverHandler {
        id: pointer
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
            height: parent.height
            text: item.text
            font: Theme.caption
            color: Theme.text2
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
