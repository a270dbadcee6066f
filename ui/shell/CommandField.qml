pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Theme

// Looks like a field, opens the palette.
T.Button {
    id: field

    implicitWidth: 308
    implicitHeight: Theme.fieldHeight
    padding: 0
    hoverEnabled: true
    text: qsTr("Search or run a command")
    Accessible.role: Accessible.Button
    Accessible.name: field.text
    Keys.onReturnPressed: field.clicked()

    background: Rectangle {
        radius: Theme.radiusControl
        color: Theme.sunken
        border.width: 1
        border.color: field.hovered ? Theme.text2 : Theme.controlBorder

        FocusRing {
            visible: field.visualFocus
        }
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Icon {
            x: 10
            anchors.verticalCenter: parent.verticalCenter
            name: "search"
            size: Theme.iconSmallSize
        }
        Label {
            x: 18 + Theme.px(Theme.iconSmallSize)
            width: keys.x - x - 8
            height: parent.height
            text: field.text
            color: Theme.muted
            Accessible.ignored: true
        }
        Kbd {
            id: keys

            anchors.right: parent.right
            anchors.rightMargin: 7
            anchors.verticalCenter: parent.verticalCenter
            text: "Ctrl K"
        }
    }
}
