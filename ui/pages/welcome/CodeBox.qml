pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// Text to be taken along, with the button that copies it.
Rectangle {
    id: box

    required property string text
    required property string copyText
    property bool oneLine: false

    signal copied

    implicitHeight: box.oneLine ? Theme.px(32) : words.implicitHeight + 18
    radius: Theme.radiusControl
    color: Theme.sunken
    border.width: Theme.hairline
    border.color: box.oneLine ? Theme.controlBorder : Theme.lineStrong

    Label {
        id: words

        x: 10
        y: box.oneLine ? 0 : 8
        width: parent.width - 44
        height: box.oneLine ? parent.height : implicitHeight
        text: box.text
        font: Theme.mono
        color: box.oneLine ? Theme.text : Theme.text2
        elide: box.oneLine ? Text.ElideMiddle : Text.ElideNone
        wrapMode: box.oneLine ? Text.NoWrap : Text.WrapAtWordBoundaryOrAnywhere
        clip: true
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: 4
        y: 4
        small: true
        iconName: "copy"
        iconSize: 14
        text: box.copyText
        onClicked: box.copied()
    }
}
