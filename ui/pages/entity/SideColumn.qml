pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// What needs a person first: the current failure; then what the entity depends on and touches, where events said so.
FocusScope {
    id: side

    required property EntityPageModel page
    readonly property bool hasFailure: side.page.error.length > 0
    readonly property bool hasContent: side.hasFailure || side.page.upstream.count > 0 || side.page.downstream.count > 0 || side.page.archiveReason.length > 0

    signal copyRequested(text: string, what: string)

    Flickable {
        anchors.fill: parent
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ScrollBar {}

        Column {
            id: column

            width: side.width
            spacing: Theme.panelGap

            ErrorBox {
                width: parent.width
                visible: side.hasFailure
                title: side.page.errorStep.length > 0 ? qsTr("%1 failed").arg(side.page.errorStep) : qsTr("Failed")
                // The whole of a long message is in the copy and in the raw event.
                explanation: side.page.error.length > 1200 ? side.page.error.slice(0, 1200) + "..." : side.page.error
                retryText: ""
                details: side.page.key + "\n" + side.page.errorStep + "\n" + side.page.error
                onCopied: details => side.copyRequested(details, qsTr("Details"))
            }
            Panel {
                width: parent.width
                visible: side.page.archiveReason.length > 0
                title: qsTr("Archived")
                headerLine: true

                Label {
                    x: 12
                    width: parent.width - 24
                    topPadding: 8
                    bottomPadding: 10
                    text: side.page.archiveReason
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    maximumLineCount: 12
                }
            }
            SideLines {
                width: parent.width
                visible: side.page.upstream.count > 0
                title: qsTr("Upstream")
                lines: side.page.upstream
            }
            SideLines {
                width: parent.width
                visible: side.page.downstream.count > 0
                title: qsTr("Downstream impacts")
                subtitle: qsTr("%1 reported").arg(side.page.downstream.count)
                lines: side.page.downstream
            }
        }
    }
}
