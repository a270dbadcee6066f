pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// Name, state, version; facts below.
Item {
    id: header

    required property EntityPageModel page

    signal backRequested
    signal copyRequested(text: string, what: string)

    implicitHeight: 10 + line.height + 2 + facts.height + 12

    Item {
        id: line

        x: Theme.pagePadding
        y: 10
        width: parent.width - 2 * Theme.pagePadding
        height: Theme.px(30)

        IconButton {
            id: back

            anchors.verticalCenter: parent.verticalCenter
            small: true
            outlined: true
            iconName: "left"
            text: qsTr("Back")
            keyText: qsTr("Alt Left")
            onClicked: header.backRequested()
        }
        Label {
            id: name

            anchors.left: back.right
            anchors.leftMargin: 10
            width: Math.min(implicitWidth, line.width - x - state.width - version.width - copyKey.width - 40)
            height: parent.height
            text: header.page.title
            font: Theme.pageTitle
            elide: Text.ElideMiddle
            Accessible.role: Accessible.Heading

            HoverHandler {
                id: overName
            }
            ToolTip {
                visible: overName.hovered && name.truncated
                text: header.page.title
            }
        }
        StatusLabel {
            id: state

            anchors.left: name.right
            anchors.leftMargin: 10
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 260)
            status: header.page.status
            text: header.page.statusLabel
            markSize: 13
            font: Theme.bodyStrong
            coloured: true
        }
        Tag {
            id: version

            anchors.left: state.right
            anchors.leftMargin: 10
            anchors.verticalCenter: parent.verticalCenter
            text: header.page.version
        }
        Button {
            id: copyKey

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            kind: Button.Kind.Quiet
            size: Button.Size.Small
            iconName: "copy"
            text: qsTr("Copy key")
            tip: header.page.key
            onClicked: header.copyRequested(header.page.key, qsTr("Key"))
        }
    }
    EntityFacts {
        id: facts

        anchors.top: line.bottom
        anchors.topMargin: 2
        x: Theme.pagePadding
        width: parent.width - 2 * Theme.pagePadding
        lines: header.page.facts
    }
}
