pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// Name, state and, where a step failed, its error.
Column {
    id: head

    required property EntitiesPageModel page
    readonly property EntityPreview preview: head.page.preview

    leftPadding: 12
    rightPadding: 12
    topPadding: 2
    spacing: 3

    Label {
        width: head.width - 24
        text: head.preview.title
        font: Theme.dialogTitle
        elide: Text.ElideMiddle
        Accessible.role: Accessible.Heading
    }
    Row {
        width: head.width - 24
        spacing: 8

        StatusLabel {
            id: state

            anchors.verticalCenter: parent.verticalCenter
            status: head.preview.status
            text: head.preview.statusLabel
            font: Theme.secondary
            color: Theme.text2
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, parent.width - state.width - version.width - 16)
            text: head.preview.subtitle
            font: Theme.secondary
            color: Theme.muted
        }
        Tag {
            id: version

            anchors.verticalCenter: parent.verticalCenter
            text: head.preview.version
        }
    }
    Item {
        width: 1
        height: 6
        visible: error.visible || problem.visible
    }
    ErrorBox {
        id: problem

        width: head.width - 24
        visible: head.preview.problem.length > 0
        title: qsTr("Not everything could be read")
        explanation: head.preview.problem
        onRetried: head.preview.refresh()
    }
    Rectangle {
        id: error

        width: head.width - 24
        height: words.implicitHeight + 16
        visible: head.preview.error.length > 0
        radius: Theme.radiusControl
        color: Theme.dangerBg
        border.width: Theme.hairline
        border.color: Theme.statusFailed
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("%1 failed: %2").arg(head.preview.errorStep).arg(head.preview.error)

        Column {
            id: words

            x: 11
            y: 8
            width: parent.width - 22
            spacing: 2

            Label {
                width: parent.width
                text: qsTr("%1 failed").arg(head.preview.errorStep)
                font: Theme.secondaryStrong
                Accessible.ignored: true
            }
            Label {
                width: parent.width
                text: head.preview.error
                font: Theme.secondary
                color: Theme.text2
                wrapMode: Text.Wrap
                maximumLineCount: 6
                lineHeight: 17
                lineHeightMode: Text.FixedHeight
                Accessible.ignored: true
            }
            Item {
                width: parent.width
                height: link.height
                visible: head.page.sameErrorText.length > 0

                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - link.width - 8
                    text: head.page.sameErrorText
                    font: Theme.secondary
                    color: Theme.muted
                }
                Button {
                    id: link

                    anchors.right: parent.right
                    kind: Button.Kind.Link
                    text: qsTr("Show these")
                    onClicked: head.page.filter.addText(head.preview.sameErrorFilter)
                }
            }
        }
    }
}
