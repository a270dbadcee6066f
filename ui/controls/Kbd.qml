pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// One key, as printed on it.
Rectangle {
    id: key

    required property string text
    property color ink: Theme.muted
    property color outline: Theme.lineStrong
    property bool filled: true

    implicitWidth: Math.max(label.implicitWidth + 12, implicitHeight)
    implicitHeight: Theme.px(18)
    radius: 4
    color: key.filled ? Theme.raised : "transparent"
    border.width: Theme.hairline
    border.color: key.outline
    Accessible.ignored: true

    Text {
        id: label

        anchors.centerIn: parent
        text: key.text
        font: Theme.captionStrong
        color: key.ink
        textFormat: Text.PlainText
    }
}
