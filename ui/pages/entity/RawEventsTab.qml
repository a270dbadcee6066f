pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity

// Events at the left, the payload of the current one at the right.
FocusScope {
    id: tab

    required property EntityPageModel page

    signal copyRequested(text: string, what: string)
    signal noted(text: string)

    function focusSearch(): void {
        search.forceActiveFocus(Qt.ShortcutFocusReason);
        search.selectAll();
    }

    // A payload is read when it is looked at.
    function chooseFirst(): void {
        if (tab.visible && list.table.currentRow < 0 && tab.page.rawEvents.count > 0)
            list.table.currentRow = 0;
    }

    onVisibleChanged: tab.chooseFirst()

    Item {
        id: left

        width: Math.round(Math.max(280, Math.min(440, tab.width * 0.45)))
        height: parent.height

        SearchField {
            id: search

            x: 8
            y: 6
            width: parent.width - 16
            label: qsTr("Events with this in their type or id")
            placeholderText: qsTr("Type or id contains...")
            keyText: "/"
            text: tab.page.rawEvents.searchText
            onTextEdited: typed.restart()
            onCleared: tab.page.rawEvents.searchText = ""
            Keys.onDownPressed: list.table.forceActiveFocus(Qt.OtherFocusReason)
            Keys.onReturnPressed: list.table.forceActiveFocus(Qt.OtherFocusReason)
            // Escape leaves the field; the next one leaves the page.
            Keys.onEscapePressed: list.table.forceActiveFocus(Qt.OtherFocusReason)
        }
        Timer {
            id: typed

            interval: 200
            onTriggered: tab.page.rawEvents.searchText = search.text
        }
        HistoryTab {
            id: list

            anchors.top: search.bottom
            anchors.topMargin: 4
            anchors.bottom: parent.bottom
            width: parent.width
            focus: true
            raw: true
            events: tab.page.rawEvents
            onCurrentChanged: row => tab.page.payload.show(tab.page.rawEvents.seqAt(row))
            onRowsReplaced: tab.chooseFirst()
            onNoted: text => tab.noted(text)
            onCopyRequested: (text, what) => tab.copyRequested(text, what)
        }
    }
    Divider {
        x: left.width
        vertical: true
        height: parent.height
    }
    PayloadView {
        anchors.left: left.right
        anchors.leftMargin: 1
        anchors.right: parent.right
        height: parent.height
        payload: tab.page.payload
        onCopyRequested: (text, what) => tab.copyRequested(text, what)
    }
}
