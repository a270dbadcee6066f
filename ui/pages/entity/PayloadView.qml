pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// An event as it was sent, laid out or not, with a search within.
FocusScope {
    id: view

    required property EventPayload payload

    signal copyRequested(text: string, what: string)

    function showMatch(): void {
        const start = view.payload.matchStart;
        if (start < 0) {
            body.deselect();
            return;
        }
        body.select(start, start + view.payload.searchText.length);
        const box = body.positionToRectangle(start);
        if (box.y < flick.contentY || box.y + box.height > flick.contentY + flick.height)
            flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, box.y - flick.height / 3));
        if (box.x < flick.contentX || box.x > flick.contentX + flick.width - 40)
            flick.contentX = Math.max(0, Math.min(flick.contentWidth - flick.width, box.x - flick.width / 3));
    }

    Item {
        id: bar

        width: parent.width
        height: Theme.px(42)

        SearchField {
            id: search

            x: 8
            y: 6
            width: Math.max(100, bar.width - buttons.width - 28)
            label: qsTr("Search in the payload")
            placeholderText: qsTr("Search in the payload")
            text: view.payload.searchText
            trailingSpace: view.payload.searchText.length > 0 ? 76 : 0
            onTextEdited: view.payload.searchText = search.text
            onCleared: view.payload.searchText = ""
            onAccepted: view.payload.step(1)
            Keys.onDownPressed: view.payload.step(1)
            Keys.onUpPressed: view.payload.step(-1)
            Keys.onEscapePressed: body.forceActiveFocus(Qt.OtherFocusReason)

            Label {
                anchors.right: parent.right
                anchors.rightMargin: 32
                anchors.verticalCenter: parent.verticalCenter
                visible: view.payload.searchText.length > 0
                text: view.payload.matchCount > 0 ? qsTr("%1 of %2").arg(view.payload.match + 1).arg(view.payload.matchCount) : qsTr("none")
                font: Theme.caption
                color: view.payload.matchCount > 0 ? Theme.muted : Theme.statusLate
            }
        }
        Row {
            id: buttons

            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8

            Segmented {
                small: true
                label: qsTr("Form of the payload")
                options: [view.payload.format, qsTr("As received")]
                currentIndex: view.payload.asReceived ? 1 : 0
                onChosen: index => view.payload.asReceived = index === 1
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                small: true
                iconName: "copy"
                iconSize: 14
                text: qsTr("Copy payload")
                onClicked: view.copyRequested(view.payload.wholeText(), qsTr("Payload"))
            }
        }
    }
    Divider {
        anchors.bottom: bar.bottom
        width: parent.width
    }
    Flickable {
        id: flick

        anchors.top: bar.bottom
        anchors.bottom: note.top
        width: parent.width
        contentWidth: Math.max(flick.width, body.implicitWidth)
        contentHeight: Math.max(flick.height, body.implicitHeight)
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ScrollBar {}
        T.ScrollBar.horizontal: ScrollBar {}

        TextEdit {
            id: body

            width: view.payload.asReceived ? flick.width : Math.max(flick.width, implicitWidth)
            padding: 12
            topPadding: 8
            readOnly: true
            selectByMouse: true
            persistentSelection: true
            activeFocusOnTab: true
            text: view.payload.text
            textFormat: TextEdit.PlainText
            // What was received is often a single line.
            wrapMode: view.payload.asReceived ? TextEdit.WrapAnywhere : TextEdit.NoWrap
            font: Theme.mono
            color: Theme.text
            selectionColor: Theme.selectionLine
            selectedTextColor: Theme.accentInk
            Accessible.role: Accessible.EditableText
            Accessible.readOnly: true
            Accessible.name: qsTr("Payload")
            onTextChanged: {
                flick.contentY = 0;
                flick.contentX = 0;
            }
            Keys.onPressed: event => {
                const line = Theme.px(18);
                const lowest = Math.max(0, flick.contentHeight - flick.height);
                if (event.matches(StandardKey.Copy)) {
                    view.copyRequested(body.selectedText.length > 0 ? body.selectedText : view.payload.wholeText(), qsTr("Payload"));
                } else if (event.key === Qt.Key_Down) {
                    flick.contentY = Math.min(lowest, flick.contentY + line);
                } else if (event.key === Qt.Key_Up) {
                    flick.contentY = Math.max(0, flick.contentY - line);
                } else if (event.key === Qt.Key_PageDown) {
                    flick.contentY = Math.min(lowest, flick.contentY + flick.height - line);
                } else if (event.key === Qt.Key_PageUp) {
                    flick.contentY = Math.max(0, flick.contentY - flick.height + line);
                } else {
                    return;
                }
                event.accepted = true;
            }
        }
    }
    Rectangle {
        anchors.fill: flick
        visible: body.activeFocus
        color: "transparent"
        border.width: 1
        border.color: Theme.focus
    }
    Label {
        id: note

        anchors.bottom: parent.bottom
        x: 12
        width: parent.width - 24
        height: visible ? Theme.px(24) : 0
        visible: text.length > 0
        text: view.payload.note
        font: Theme.caption
        color: Theme.statusLate
    }
    Label {
        anchors.centerIn: flick
        visible: view.payload.seq.length === 0
        text: qsTr("Choose an event to see what was sent.")
        color: Theme.muted
    }
    ErrorBox {
        anchors.centerIn: flick
        width: Math.min(420, parent.width - 24)
        visible: view.payload.problem.length > 0
        title: qsTr("The payload could not be read")
        explanation: view.payload.problem
        onRetried: view.payload.retry()
    }
    Connections {
        target: view.payload

        function onMatchesChanged(): void {
            view.showMatch();
        }
    }
}
