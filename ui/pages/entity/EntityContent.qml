pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// Header, steps with their timeline, tabs, side column.
FocusScope {
    id: content

    required property EntityPageModel page
    readonly property bool narrow: content.width < 1100

    signal backRequested
    signal copyRequested(text: string, what: string)
    signal noted(text: string)

    function focusSearch(): bool {
        return tabs.focusSearch();
    }

    ScrollArea {
        id: area

        // What the tabs need to be of use; the page scrolls where there is less.
        readonly property real leastTabs: Theme.px(200)

        anchors.fill: parent
        contentHeight: Math.max(area.height, steps.y + steps.height + Theme.panelGap + area.leastTabs + Theme.spaceM)

        Item {
            id: sheet

            width: area.width
            height: area.contentHeight

            EntityHeader {
                id: header

                width: parent.width
                page: content.page
                onBackRequested: content.backRequested()
                onCopyRequested: (text, what) => content.copyRequested(text, what)
            }
            ErrorBox {
                id: problem

                anchors.top: header.bottom
                x: Theme.pagePadding
                width: parent.width - 2 * Theme.pagePadding
                height: visible ? implicitHeight : 0
                visible: content.page.problem.length > 0
                title: qsTr("Not everything about this entity could be read")
                explanation: qsTr("%1 What is shown stays as it was.").arg(content.page.problem)
                details: content.page.key + "\n" + content.page.problem
                onRetried: content.page.refresh()
                onCopied: details => content.copyRequested(details, qsTr("Details"))
            }
            StepsPanel {
                id: steps

                anchors.top: problem.bottom
                anchors.topMargin: problem.visible ? Theme.panelGap : 0
                x: Theme.pagePadding
                width: parent.width - 2 * Theme.pagePadding
                // The history keeps about half of what the header leaves.
                height: Math.min(implicitHeight, Math.max(Theme.px(190), (area.height - header.height) * 0.52))
                page: content.page
                onCopyRequested: (text, what) => content.copyRequested(text, what)
            }
            EntityTabs {
                id: tabs

                anchors.top: steps.bottom
                anchors.topMargin: Theme.panelGap
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.spaceM
                anchors.left: parent.left
                anchors.leftMargin: Theme.pagePadding
                anchors.right: side.visible ? side.left : parent.right
                anchors.rightMargin: side.visible ? Theme.panelGap : Theme.pagePadding
                focus: true
                page: content.page
                onNoted: text => content.noted(text)
                onCopyRequested: (text, what) => content.copyRequested(text, what)
            }
            SideColumn {
                id: side

                anchors.top: tabs.top
                anchors.bottom: tabs.bottom
                anchors.right: parent.right
                anchors.rightMargin: Theme.pagePadding
                width: content.narrow ? 280 : Theme.sideColumnWidth
                page: content.page
                visible: side.hasContent
                onCopyRequested: (text, what) => content.copyRequested(text, what)
            }
        }
    }
}
