pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// One line of a group: what it is, what it does, and at the right the control with its notes below.
Item {
    id: row

    required property string title
    property string help
    default property alias control: holder.data
    readonly property int labelWidth: Math.min(280, Math.round(row.width * 0.36))

    implicitHeight: Math.max(words.implicitHeight, holder.childrenRect.height) + 20

    Column {
        id: words

        x: Theme.panelPadding
        y: 10
        width: row.labelWidth
        spacing: 2

        Label {
            width: parent.width
            text: row.title
            wrapMode: Text.Wrap
        }
        Sentence {
            width: parent.width
            visible: text.length > 0
            sentence: row.help
            font: Theme.caption
            color: Theme.muted
            wrapMode: Text.Wrap
        }
    }
    Item {
        id: holder

        x: words.x + words.width + Theme.spaceL
        y: 10
        width: row.width - x - Theme.panelPadding
        height: childrenRect.height
    }
    Divider {
        anchors.bottom: parent.bottom
        x: Theme.panelPadding
        width: parent.width - 2 * Theme.panelPadding
        visible: row.parent !== null && row.parent.children[row.parent.children.length - 1] !== row
    }
}
