pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// One column in the Columns popup.
Rectangle {
    id: line

    required property int index
    required property string title
    required property bool shown
    required property bool masked
    required property bool fixed
    property bool current: false
    property int last: 0

    signal shownToggled(row: int, shown: bool)
    signal maskToggled(row: int, masked: bool)
    signal moved(from: int, to: int)
    signal pressed(row: int)

    function toggle(): void {
        if (!line.fixed)
            line.shownToggled(line.index, !line.shown);
    }

    implicitHeight: Theme.px(28)
    radius: Theme.radiusChip
    color: line.current ? Theme.selection : pointer.hovered ? Theme.hover : "transparent"
    Accessible.role: Accessible.CheckBox
    Accessible.name: line.masked ? qsTr("%1, masked").arg(line.title) : line.title
    Accessible.description: qsTr("Space shows or hides it, Alt with Up and Down moves it.")
    Accessible.checked: line.shown

    HoverHandler {
        id: pointer
    }
    CheckBox {
        x: 8
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - icons.width - 16
        enabled: !line.fixed
        focusPolicy: Qt.NoFocus
        checked: line.shown
        text: line.title
        onPressed: line.pressed(line.index)
        onToggled: line.shownToggled(line.index, checked)
    }
    Row {
        id: icons

        anchors.right: parent.right
        anchors.rightMargin: 2
        anchors.verticalCenter: parent.verticalCenter

        IconButton {
            small: true
            focusPolicy: Qt.NoFocus
            iconName: line.masked ? "lock" : "eye"
            iconSize: 14
            checked: line.masked
            text: line.masked ? qsTr("Show the values of this column") : qsTr("Mask the values, on screen and in exports")
            onClicked: line.maskToggled(line.index, !line.masked)
        }
        IconButton {
            small: true
            focusPolicy: Qt.NoFocus
            iconName: "up"
            iconSize: 14
            enabled: line.index > 0
            text: qsTr("Move up")
            keyText: qsTr("Alt Up")
            onClicked: line.moved(line.index, line.index - 1)
        }
        IconButton {
            small: true
            focusPolicy: Qt.NoFocus
            iconName: "down"
            iconSize: 14
            enabled: line.index < line.last
            text: qsTr("Move down")
            keyText: qsTr("Alt Down")
            onClicked: line.moved(line.index, line.index + 1)
        }
    }
}
