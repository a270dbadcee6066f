pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// Thin, over the content; wider under the pointer.
T.ScrollBar {
    id: bar

    implicitWidth: 10
    implicitHeight: 10
    padding: 2
    minimumSize: 0.04
    hoverEnabled: true
    visible: bar.policy !== T.ScrollBar.AlwaysOff && bar.size < 1
    Accessible.role: Accessible.ScrollBar
    Accessible.name: bar.orientation === Qt.Vertical ? qsTr("Scroll up and down") : qsTr("Scroll left and right")

    contentItem: Item {
        Rectangle {
            readonly property int thickness: bar.hovered || bar.pressed ? 6 : 4

            x: bar.vertical ? parent.width - width : 0
            y: bar.vertical ? 0 : parent.height - height
            width: bar.vertical ? thickness : parent.width
            height: bar.vertical ? parent.height : thickness
            radius: thickness / 2
            color: bar.pressed ? Theme.muted : bar.hovered ? Theme.controlBorder : Theme.lineStrong
        }
    }
}
