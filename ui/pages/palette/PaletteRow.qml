pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// One result, below the heading of its group where it is the first. Matched letters are accented; every text is plain.
Item {
    id: row

    required property int index
    required property string name
    required property list<string> parts
    required property string note
    required property list<string> keys
    required property string iconName
    required property string mark
    required property string group
    required property bool startsGroup
    property bool current: false

    readonly property int headHeight: row.startsGroup ? Theme.px(28) : 0

    signal pointed
    signal chosen

    implicitHeight: row.headHeight + Theme.px(34)
    Accessible.role: Accessible.ListItem
    Accessible.name: row.note.length > 0 ? row.name + ", " + row.note : row.name
    Accessible.description: row.group
    Accessible.selectable: true
    Accessible.selected: row.current
    Accessible.onPressAction: row.chosen()

    Label {
        x: 14
        y: Theme.px(10)
        visible: row.startsGroup
        text: row.group
        font: Theme.caption
        color: Theme.muted
        Accessible.role: Accessible.Heading
    }
    Rectangle {
        id: line

        y: row.headHeight
        width: parent.width
        height: Theme.px(34)
        color: row.current ? Theme.selection : pointer.hovered ? Theme.hover : "transparent"

        Rectangle {
            visible: row.current
            width: Theme.selectedBar
            height: parent.height
            color: Theme.accentText
        }
        Icon {
            x: 14
            anchors.verticalCenter: parent.verticalCenter
            visible: row.iconName.length > 0
            name: row.iconName
        }
        StatusMark {
            x: 15
            anchors.verticalCenter: parent.verticalCenter
            visible: row.mark.length > 0
            status: row.mark
            size: 14
        }
        Item {
            id: words

            x: 24 + Theme.px(Theme.iconSize)
            width: (keys.width > 0 ? keys.x - 12 : line.width - 14) - x
            height: parent.height
            clip: true

            Row {
                id: texts

                height: parent.height

                Repeater {
                    model: row.parts

                    Label {
                        required property int index
                        required property string modelData
                        readonly property bool isMatched: index % 2 === 1

                        height: texts.height
                        text: modelData
                        font.family: Theme.sans
                        font.pixelSize: Theme.px(13)
                        font.weight: isMatched ? Font.DemiBold : Font.Normal
                        font.hintingPreference: Font.PreferNoHinting
                        color: isMatched ? Theme.accentText : Theme.text
                        elide: Text.ElideNone
                        Accessible.ignored: true
                    }
                }
            }
            Label {
                x: texts.width + 10
                width: Math.max(0, parent.width - x)
                height: parent.height
                text: row.note
                font: Theme.secondary
                color: Theme.muted
                Accessible.ignored: true
            }
        }
        Row {
            id: keys

            anchors.right: parent.right
            anchors.rightMargin: 14
            anchors.verticalCenter: parent.verticalCenter
            spacing: 4

            Repeater {
                model: row.keys

                Kbd {
                    required property string modelData

                    text: modelData
                }
            }
        }
        HoverHandler {
            id: pointer
        }
        TapHandler {
            onTapped: row.chosen()
        }
    }
}
