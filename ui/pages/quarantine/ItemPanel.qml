pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Quarantine
import Binnacle.Theme

// Why one item was refused, what became of it, and the item whole.
Panel {
    id: panel

    required property QuarantinePageModel page

    signal copyRequested(text: string, said: string)

    function focusSearch(): void {
        body.focusSearch();
    }
    function focusText(): void {
        body.focusText();
    }

    title: qsTr("Item %1").arg(panel.page.currentId)
    headerLine: true

    Column {
        id: why

        x: Theme.panelPadding
        y: Theme.panelPadding
        width: parent.width - 2 * Theme.panelPadding
        spacing: Theme.spaceS

        Rectangle {
            width: parent.width
            height: reason.implicitHeight + 20
            radius: Theme.radiusPanel
            color: panel.page.closedNote.length > 0 ? "transparent" : Theme.dangerBg
            border.width: Theme.hairline
            border.color: panel.page.closedNote.length > 0 ? Theme.line : Theme.statusFailed

            Column {
                id: reason

                x: 12
                y: 10
                width: parent.width - 24
                spacing: 4

                Label {
                    width: parent.width
                    text: panel.page.message
                    font: Theme.bodyStrong
                    wrapMode: Text.Wrap
                    Accessible.name: qsTr("Refused: %1").arg(text)
                }
                Label {
                    width: parent.width
                    text: panel.page.pointer.length > 0 ? qsTr("%1 at %2").arg(panel.page.code).arg(panel.page.pointer) : panel.page.code
                    font: Theme.mono
                    color: Theme.text2
                    wrapMode: Text.WrapAnywhere
                }
            }
        }
        Label {
            width: parent.width
            visible: text.length > 0
            text: panel.page.closedNote.length === 0 ? "" : panel.page.tab === 1 ? qsTr("Retried: %1").arg(panel.page.closedNote) : qsTr("Discarded: %1").arg(panel.page.closedNote)
            font: Theme.bodyStrong
            wrapMode: Text.Wrap
        }
        Label {
            width: parent.width
            text: panel.page.facts
            font: Theme.secondary
            color: Theme.muted
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
    }
    ItemText {
        id: body

        anchors.top: why.bottom
        anchors.topMargin: Theme.spaceS
        anchors.bottom: parent.bottom
        width: parent.width
        item: panel.page.item
        onCopyRequested: (text, said) => panel.copyRequested(text, said)
    }
}
