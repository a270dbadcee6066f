pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Quarantine
import Binnacle.Theme

// An item as it came, laid out or not, with a search within.
FocusScope {
    id: view

    required property QuarantineItem item

    signal copyRequested(text: string, said: string)

    function focusSearch(): void {
        search.forceActiveFocus(Qt.ShortcutFocusReason);
    }
    function focusText(): void {
        body.forceActiveFocus(Qt.OtherFocusReason);
    }
    function showMatch(): void {
        const start = view.item.matchStart;
        if (start < 0) {
            body.deselect();
            return;
        }
        body.select(start, start + view.item.searchText.length);
        const box = body.positionToRectangle(start);
        if (box.y < flick.contentY || box.y + box.height > flick.contentY + flick.height)
            flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, box.y - flick.height / 3));
    }
    function scrollBy(by: real): void {
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, flick.contentY + by));
    }

    Divider {
        width: parent.width
    }
    Item {
        id: bar

        width: parent.width
        height: Theme.px(42)

        SearchField {
            id: search

            x: 8
            y: 6
            width: Math.max(90, bar.width - buttons.width - 24)
            label: qsTr("Search in the item")
            placeholderText: qsTr("Search")
            keyText: "/"
            text: view.item.searchText
            trailingSpace: view.item.searchText.length > 0 ? 70 : 26
            onTextEdited: view.item.searchText = search.text
            onCleared: view.item.searchText = ""
            onAccepted: view.item.step(1)
            Keys.onDownPressed: view.item.step(1)
            Keys.onUpPressed: view.item.step(-1)
            Keys.onEscapePressed: body.forceActiveFocus(Qt.OtherFocusReason)

            Label {
                anchors.right: parent.right
                anchors.rightMargin: 30
                anchors.verticalCenter: parent.verticalCenter
                visible: view.item.searchText.length > 0
                text: view.item.matchCount > 0 ? qsTr("%1 of %2").arg(view.item.match + 1).arg(view.item.matchCount) : qsTr("none")
                font: Theme.caption
                color: view.item.matchCount > 0 ? Theme.muted : Theme.statusLate
            }
        }
        Row {
            id: buttons

            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8

            Segmented {
                visible: view.item.json
                small: true
                label: qsTr("Form of the item")
                options: ["JSON", qsTr("As received")]
                currentIndex: view.item.asReceived ? 1 : 0
                onChosen: index => view.item.asReceived = index === 1
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                small: true
                iconName: "copy"
                iconSize: 14
                text: qsTr("Copy the item as received")
                onClicked: view.copyRequested(view.item.wholeText(), qsTr("Item copied"))
            }
        }
    }
    Rectangle {
        anchors.fill: flick
        color: Theme.sunken
        border.width: body.activeFocus ? 1 : 0
        border.color: Theme.focus
    }
    Flickable {
        id: flick

        anchors.top: bar.bottom
        anchors.bottom: note.top
        x: 1
        width: parent.width - 2
        contentWidth: flick.width
        contentHeight: Math.max(flick.height, body.implicitHeight)
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ScrollBar {}

        TextEdit {
            id: body

            width: flick.width
            padding: 12
            topPadding: 8
            readOnly: true
            selectByMouse: true
            persistentSelection: true
            activeFocusOnTab: true
            text: view.item.text
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.WrapAtWordBoundaryOrAnywhere
            font: Theme.mono
            color: Theme.text
            selectionColor: Theme.selectionLine
            selectedTextColor: Theme.accentInk
            Accessible.role: Accessible.EditableText
            Accessible.readOnly: true
            Accessible.name: qsTr("Item")
            onTextChanged: flick.contentY = 0
            Keys.onPressed: event => {
                const line = Theme.px(18);
                if (event.matches(StandardKey.Copy))
                    view.copyRequested(body.selectedText.length > 0 ? body.selectedText : view.item.wholeText(), qsTr("Copied"));
                else if (event.key === Qt.Key_Down || event.key === Qt.Key_Up)
                    view.scrollBy(event.key === Qt.Key_Down ? line : -line);
                else if (event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp)
                    view.scrollBy((event.key === Qt.Key_PageDown ? 1 : -1) * (flick.height - line));
                else
                    return;
                event.accepted = true;
            }
        }
    }
    Label {
        id: note

        anchors.bottom: parent.bottom
        x: 12
        width: parent.width - 24
        height: visible ? implicitHeight + 10 : 0
        visible: text.length > 0
        text: view.item.note
        font: Theme.caption
        color: Theme.statusLate
        wrapMode: Text.Wrap
    }
    ErrorBox {
        anchors.centerIn: flick
        width: Math.min(420, parent.width - 24)
        visible: view.item.problem.length > 0
        title: qsTr("The item could not be read")
        explanation: view.item.problem
        onRetried: view.item.retry()
    }
    Connections {
        target: view.item

        function onMatchesChanged(): void {
            view.showMatch();
        }
    }
}
