pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// Mark and word of a state. The mark carries the colour, the word stays in text colour unless `coloured`.
Item {
    id: label

    required property string status
    required property string text
    property bool coloured: false
    property int markSize: Theme.markSize
    property font font: Theme.body
    property color color: label.coloured ? Theme.statusColor(label.status) : Theme.text

    implicitWidth: mark.width + 7 + word.implicitWidth
    implicitHeight: Math.max(mark.height, word.implicitHeight)
    Accessible.role: Accessible.StaticText
    Accessible.name: label.text

    StatusMark {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
        status: label.status
        size: label.markSize
    }
    Text {
        id: word

        anchors.verticalCenter: parent.verticalCenter
        x: mark.width + 7
        width: label.width - x
        text: label.text
        font: label.font
        color: label.color
        elide: Text.ElideRight
        textFormat: Text.PlainText
        Accessible.ignored: true
    }
}
