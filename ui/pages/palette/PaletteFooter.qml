pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// What the keys do here.
Item {
    id: footer

    property bool entitiesOnly: false

    implicitHeight: Theme.px(34)

    Divider {
        width: parent.width
    }
    Row {
        x: 14
        height: parent.height
        spacing: 16

        KeyHint {
            anchors.verticalCenter: parent.verticalCenter
            keys: ["↑", "↓"]
            does: qsTr("move")
        }
        KeyHint {
            anchors.verticalCenter: parent.verticalCenter
            keys: ["Enter"]
            does: qsTr("run")
        }
        KeyHint {
            anchors.verticalCenter: parent.verticalCenter
            keys: ["Tab"]
            does: footer.entitiesOnly ? qsTr("everything") : qsTr("only entities")
        }
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 14
        height: parent.height
        spacing: 16

        KeyHint {
            anchors.verticalCenter: parent.verticalCenter
            keys: ["Esc"]
            does: qsTr("close")
        }
        KeyHint {
            anchors.verticalCenter: parent.verticalCenter
            keys: ["?"]
            does: qsTr("all keys")
        }
    }
}
