pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// One way to begin: icon, what it is, what belongs to it, and its buttons at the foot.
Rectangle {
    id: card

    required property string iconName
    required property string title
    required property string explanation
    property bool first: false
    default property alias content: middle.data
    property alias corner: cornerRow.data
    property alias actions: foot.data

    implicitHeight: Theme.px(344)
    radius: Theme.radiusDialog
    color: Theme.surface
    border.width: Theme.hairline
    border.color: card.first ? Theme.accentText : Theme.line
    Accessible.role: Accessible.Grouping
    Accessible.name: card.title + ". " + card.explanation

    Rectangle {
        id: box

        x: 20
        y: 20
        width: 36
        height: 36
        radius: 8
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.lineStrong

        Icon {
            anchors.centerIn: parent
            name: card.iconName
            color: Theme.accentText
        }
    }
    Row {
        id: cornerRow

        anchors.right: parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: box.verticalCenter
        layoutDirection: Qt.RightToLeft
    }
    Label {
        id: head

        x: 20
        anchors.top: box.bottom
        anchors.topMargin: 14
        width: parent.width - 40
        text: card.title
        font: Theme.dialogTitle
        Accessible.role: Accessible.Heading
    }
    Label {
        id: words

        x: 20
        anchors.top: head.bottom
        anchors.topMargin: 5
        width: parent.width - 40
        text: card.explanation
        color: Theme.text2
        wrapMode: Text.Wrap
        lineHeight: Theme.px(19)
        lineHeightMode: Text.FixedHeight
    }
    Item {
        id: middle

        x: 20
        anchors.top: words.bottom
        anchors.bottom: foot.top
        anchors.bottomMargin: 12
        width: parent.width - 40
        clip: true
    }
    Row {
        id: foot

        x: 20
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 18
        height: Theme.buttonLargeHeight
        spacing: 8
    }
}
