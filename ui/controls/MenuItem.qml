pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

T.MenuItem {
    id: item

    property string iconName
    property string keyText

    implicitWidth: 16 + (iconRoom.visible ? 24 : 0) + label.implicitWidth + (key.visible ? key.width + 16 : 0) + (item.subMenu ? 20 : 0)
    implicitHeight: item.visible ? Theme.menuItemHeight : 0
    padding: 0
    hoverEnabled: true
    Accessible.role: Accessible.MenuItem
    Accessible.name: item.text

    background: Rectangle {
        radius: Theme.radiusChip
        color: item.highlighted ? Theme.selection : "transparent"
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Item {
            id: iconRoom

            visible: item.iconName.length > 0 || item.checkable
            x: 8
            width: Theme.px(15)
            height: parent.height

            Icon {
                anchors.centerIn: parent
                name: item.checkable ? (item.checked ? "check" : "") : item.iconName
                size: 15
                color: !item.enabled ? Theme.disabled : item.checkable ? Theme.accentText : Theme.muted
            }
        }
        Text {
            id: label

            x: iconRoom.visible ? iconRoom.x + iconRoom.width + 9 : 8
            width: parent.width - x - 8 - (key.visible ? key.width + 8 : 0)
            height: parent.height
            text: item.text
            font: Theme.body
            color: item.enabled ? Theme.text : Theme.disabled
            elide: Text.ElideRight
            verticalAlignment: Text.AlignVCenter
            textFormat: Text.PlainText
        }
        Kbd {
            id: key

            anchors.right: parent.right
            anchors.rightMargin: 6
            anchors.verticalCenter: parent.verticalCenter
            visible: item.keyText.length > 0
            text: item.keyText
        }
        Icon {
            anchors.right: parent.right
            anchors.rightMargin: 6
            anchors.verticalCenter: parent.verticalCenter
            visible: item.subMenu !== null
            name: "right"
            size: 12
        }
    }
}
