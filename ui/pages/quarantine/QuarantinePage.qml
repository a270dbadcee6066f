pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Quarantine
import Binnacle.Theme

// What was refused: the list, one item whole, and the two ways out: a retry that succeeds, or a discard with a reason.
Page {
    id: root

    objectName: "quarantinePage"

    required property AppModel app
    readonly property QuarantinePageModel page: root.app.quarantine
    readonly property int sideWidth: root.width < 1000 ? Theme.sideColumnWidth : Math.max(Theme.sideColumnWidth, Math.round(root.width * 0.31))

    function refresh(): void {
        root.page.refresh();
    }
    function focusFilter(): bool {
        side.focusSearch();
        return true;
    }
    function handleEscape(): bool {
        if (root.page.table.selectedCount === 0)
            return false;
        root.page.table.clearSelection();
        return true;
    }
    function primaryAction(): bool {
        if (root.page.blockedWhy.length > 0)
            return false;
        root.page.retry();
        return true;
    }

    Component.onCompleted: root.page.active = true
    Component.onDestruction: root.page.active = false
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Quarantine")
    Keys.onPressed: event => {
        if (content.takeKey(event))
            event.accepted = true;
    }

    Connections {
        target: root.page

        function onNotice(status: string, text: string): void {
            root.notify(status, text);
        }
    }
    PageHeader {
        id: header

        width: parent.width
        title: qsTr("Quarantine")
        subtitle: qsTr("events that were refused, kept whole until they are retried or discarded")

        QuarantineActs {
            page: root.page
            visible: root.page.tab === 0 && root.page.state === QuarantinePageModel.Rows
            onCorrectRequested: correcting.start()
            onDiscardRequested: discarding.start()
        }
    }
    TabBar {
        id: tabs

        anchors.top: header.bottom
        width: parent.width
        inset: Theme.pagePadding - 10
        currentIndex: root.page.tab
        onCurrentIndexChanged: root.page.tab = tabs.currentIndex

        Tab {
            text: qsTr("Open")
            pill: true
            countText: root.page.counts[0]
        }
        Tab {
            text: qsTr("Retried")
            pill: true
            countText: root.page.counts[1]
        }
        Tab {
            text: qsTr("Discarded")
            pill: true
            countText: root.page.counts[2]
        }
    }
    QuarantineTable {
        id: content

        anchors.top: tabs.bottom
        anchors.topMargin: Theme.spaceM
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.spaceM
        anchors.left: parent.left
        anchors.leftMargin: Theme.pagePadding
        anchors.right: parent.right
        anchors.rightMargin: Theme.pagePadding + (side.visible ? side.width + Theme.panelGap : 0)
        page: root.page
        focus: true
        onItemRequested: side.focusText()
        onProblemCopied: text => {
            root.app.copyText(text);
            root.notify("completed", qsTr("Details copied"));
        }
    }
    ItemPanel {
        id: side

        anchors.top: content.top
        anchors.bottom: content.bottom
        anchors.right: parent.right
        anchors.rightMargin: Theme.pagePadding
        width: root.sideWidth
        visible: root.page.state === QuarantinePageModel.Rows
        page: root.page
        onCopyRequested: (text, said) => {
            root.app.copyText(text);
            root.notify("completed", said);
        }
    }
    CorrectDialog {
        id: correcting

        page: root.page
    }
    DiscardDialog {
        id: discarding

        page: root.page
    }
}
