pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// Something that is told, not set; with a button that copies it where that is of use.
SettingRow {
    id: row

    property string value
    property string copyName
    property bool mono: false

    signal copyRequested(text: string)

    Row {
        width: parent.width
        spacing: Theme.spaceS

        Label {
            id: words

            width: Math.min(implicitWidth, parent.width - (copy.visible ? copy.width + Theme.spaceS : 0))
            text: row.value.length > 0 ? row.value : "–"
            font: row.mono ? Theme.mono : Theme.body
            color: row.value.length > 0 ? Theme.text2 : Theme.muted
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            Accessible.name: row.title + ": " + words.text
        }
        IconButton {
            id: copy

            anchors.verticalCenter: words.verticalCenter
            visible: row.copyName.length > 0 && row.value.length > 0
            small: true
            iconName: "copy"
            iconSize: 14
            text: row.copyName
            onClicked: row.copyRequested(row.value)
        }
    }
}
