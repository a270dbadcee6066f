pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// The dashed chip that adds one more.
T.Button {
    id: button

    implicitWidth: row.implicitWidth + 16
    implicitHeight: Theme.chipHeight
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: button.text
    Keys.onReturnPressed: button.clicked()

    background: Item {
        DashedFrame {
            anchors.fill: parent
            radius: Theme.radiusChip
            color: button.hovered ? Theme.controlBorder : Theme.lineStrong
        }
        FocusRing {
            visible: button.visualFocus
            cornerRadius: Theme.radiusChip
        }
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Row {
            id: row

            anchors.centerIn: parent
            spacing: 5

            Icon {
                name: "plus"
                size: 12
                color: button.hovered ? Theme.text : Theme.text2
                anchors.verticalCenter: parent.verticalCenter
            }
            Text {
                text: button.text
                font: Theme.secondary
                color: button.hovered ? Theme.text : Theme.text2
                textFormat: Text.PlainText
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
