pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// The drawn box of a check box, for table cells too: 14 px.
Rectangle {
    id: mark

    required property int checkState
    property bool active: true
    property bool hovered: false
    readonly property bool isSet: mark.checkState !== Qt.Unchecked

    width: 14
    height: 14
    radius: Theme.radiusCheck
    color: mark.isSet ? (mark.active ? Theme.accent : Theme.disabled) : "transparent"
    border.width: mark.isSet ? 0 : 1
    border.color: !mark.active ? Theme.line : mark.hovered ? Theme.text2 : Theme.controlBorder
    Accessible.ignored: true

    Image {
        anchors.fill: parent
        visible: mark.checkState === Qt.Checked
        source: visible ? "image://icon/check/" + Theme.hex(Theme.accentInk) : ""
        sourceSize.width: 14
        sourceSize.height: 14
    }
    Rectangle {
        anchors.centerIn: parent
        visible: mark.checkState === Qt.PartiallyChecked
        width: 7.6
        height: 1.6
        radius: 0.8
        color: Theme.accentInk
    }
}
