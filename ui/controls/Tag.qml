pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// A small outlined word: a version, an environment, "2 minutes".
Rectangle {
    id: tag

    required property string text
    property color ink: Theme.text2
    property color outline: Theme.lineStrong

    implicitWidth: label.implicitWidth + 14
    implicitHeight: Theme.px(18)
    radius: 4
    color: "transparent"
    border.width: Theme.hairline
    border.color: tag.outline

    Label {
        id: label

        anchors.centerIn: parent
        text: tag.text
        font: Theme.caption
        color: tag.ink
    }
}
