pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// The current row in short: state, error, steps, facts, last events.
FocusScope {
    id: drawer

    required property EntitiesPageModel page
    readonly property EntityPreview preview: drawer.page.preview
    readonly property bool isEmpty: drawer.preview.key.length === 0

    signal opened(key: string)
    signal stepped(by: int)

    Panel {
        fitsContent: false
        anchors.fill: parent
        Accessible.role: Accessible.Pane
        Accessible.name: qsTr("Preview of %1").arg(drawer.preview.title)

        Item {
            id: head

            width: parent.width
            height: Theme.px(36)

            Label {
                anchors.left: parent.left
                anchors.leftMargin: 12
                anchors.right: keys.left
                height: parent.height
                text: drawer.page.table.currentRow >= 0 ? qsTr("Preview %1 of %2").arg(drawer.page.table.currentRow + 1).arg(drawer.page.totalText) : qsTr("Preview")
                font: Theme.secondary
                color: Theme.muted
            }
            Row {
                id: keys

                anchors.right: parent.right
                anchors.rightMargin: 8
                anchors.verticalCenter: parent.verticalCenter
                spacing: 6

                IconButton {
                    small: true
                    iconName: "up"
                    iconSize: 14
                    text: qsTr("Previous row")
                    keyText: "K"
                    onClicked: drawer.stepped(-1)
                }
                IconButton {
                    small: true
                    iconName: "down"
                    iconSize: 14
                    text: qsTr("Next row")
                    keyText: "J"
                    onClicked: drawer.stepped(1)
                }
                IconButton {
                    small: true
                    iconName: "close"
                    iconSize: 14
                    text: qsTr("Close the preview")
                    keyText: "Esc"
                    onClicked: drawer.page.previewOpen = false
                }
            }
        }
        Flickable {
            id: flick

            anchors.top: head.bottom
            anchors.bottom: foot.top
            width: parent.width
            visible: !drawer.isEmpty
            contentHeight: column.implicitHeight + 12
            boundsBehavior: Flickable.StopAtBounds
            clip: true

            Column {
                id: column

                width: flick.width

                PreviewHead {
                    width: parent.width
                    page: drawer.page
                }
                PreviewSection {
                    width: parent.width
                    title: qsTr("Steps")
                    trail: drawer.preview.stepsDone
                    lines: drawer.preview.steps
                    kind: PreviewSection.Kind.Steps
                }
                PreviewSection {
                    width: parent.width
                    title: qsTr("Facts")
                    lines: drawer.preview.facts
                    kind: PreviewSection.Kind.Facts
                }
                PreviewSection {
                    width: parent.width
                    title: qsTr("Last events")
                    trail: drawer.preview.eventsTotal
                    lines: drawer.preview.events
                    kind: PreviewSection.Kind.Events
                }
            }
        }
        LoadingLines {
            anchors.fill: flick
            loading: drawer.isEmpty && drawer.preview.loading
            text: qsTr("Loading the entity")
        }
        Label {
            anchors.centerIn: flick
            width: flick.width - 48
            visible: drawer.isEmpty && !drawer.preview.loading
            text: qsTr("Choose a row to see its steps and last events.")
            color: Theme.muted
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
        Item {
            id: foot

            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.px(40)

            Divider {
                width: parent.width
            }
            Button {
                anchors.left: parent.left
                anchors.leftMargin: 12
                anchors.verticalCenter: parent.verticalCenter
                kind: Button.Kind.Primary
                iconName: "arrow"
                text: qsTr("Open")
                keyText: qsTr("Enter")
                enabled: !drawer.isEmpty
                onClicked: drawer.opened(drawer.preview.key)
            }
        }
    }
}
