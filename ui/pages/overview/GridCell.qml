pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// A number on a shade of its status.
Rectangle {
    id: cell

    required property string text
    required property real share
    required property string status
    required property string sentence

    signal opened

    radius: 4
    color: {
        const base = cell.status === "pending" ? Theme.statusPending : Theme.statusColor(cell.status);
        return Qt.alpha(base, cell.share > 0 ? 0.05 + 0.37 * Math.sqrt(cell.share) : 0.05);
    }
    activeFocusOnTab: true
    Accessible.role: Accessible.Link
    Accessible.name: cell.sentence
    Accessible.onPressAction: cell.opened()
    Keys.onReturnPressed: cell.opened()
    Keys.onSpacePressed: cell.opened()

    Label {
        anchors.fill: parent
        anchors.rightMargin: 10
        text: cell.text
        color: cell.share > 0 ? Theme.text : Theme.muted
        horizontalAlignment: Text.AlignRight
        Accessible.ignored: true
    }
    Rectangle {
        anchors.fill: parent
        visible: pointer.hovered
        radius: parent.radius
        color: "transparent"
        border.width: 1
        border.color: Theme.controlBorder
    }
    FocusRing {
        visible: cell.activeFocus
    }
    HoverHandler {
        id: pointer

        cursorShape: Qt.PointingHandCursor
    }
    TapHandler {
        onTapped: cell.opened()
    }
}
