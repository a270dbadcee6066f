pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// One line in the list of a Select.
T.ItemDelegate {
    id: option

    required property bool chosen

    implicitHeight: Theme.menuItemHeight
    padding: 0
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: option.text

    background: Rectangle {
        radius: Theme.radiusChip
        color: option.highlighted || option.hovered ? Theme.selection : "transparent"
    }
    contentItem: Item {
        Text {
            x: 8
            width: parent.width - 22 - Theme.px(Theme.iconSmallSize)
            height: parent.height
            text: option.text
            font: Theme.body
            color: Theme.text
            elide: Text.ElideRight
            verticalAlignment: Text.AlignVCenter
            textFormat: Text.PlainText
        }
        Icon {
            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            visible: option.chosen
            name: "check"
            size: Theme.iconSmallSize
            color: Theme.accentText
        }
    }
}
