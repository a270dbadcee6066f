pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// What failed, what stays on screen, and the way on.
Rectangle {
    id: box

    required property string title
    property string explanation
    // Shown as the button that tries again where it is not empty.
    property string retryText: qsTr("Try again")
    // What "Copy details" copies; empty: no such button.
    property string details
    // Any other act, as a link.
    property string actionText

    signal retried
    signal copied(details: string)
    signal acted

    // Whoever is told to run a command need not type it.
    function copyCommand(): void {
        clipboard.text = words.command;
        clipboard.selectAll();
        clipboard.copy();
    }

    implicitWidth: 300
    implicitHeight: column.implicitHeight + 20
    radius: Theme.radiusPanel
    color: Theme.dangerBg
    border.width: Theme.hairline
    border.color: Theme.statusFailed
    Accessible.role: Accessible.AlertMessage
    Accessible.name: box.title + ". " + words.spoken

    TextEdit {
        id: clipboard

        visible: false
    }
    Column {
        id: column

        x: 13
        y: 10
        width: parent.width - 26
        spacing: 3

        Row {
            width: parent.width
            spacing: 8

            StatusMark {
                id: mark

                anchors.verticalCenter: parent.verticalCenter
                status: "failed"
                size: 13
                cut: Theme.dangerBg
            }
            Label {
                width: parent.width - parent.spacing - mark.width
                text: box.title
                font: Theme.panelTitle
                wrapMode: Text.Wrap
            }
        }
        Sentence {
            id: words

            objectName: "explanation"
            width: parent.width
            visible: text.length > 0
            sentence: box.explanation
            color: Theme.text2
            wrapMode: Text.Wrap
            lineHeight: Theme.bodyLine
            lineHeightMode: Text.FixedHeight
        }
        Item {
            width: 1
            height: 3
            visible: buttons.visible
        }
        Row {
            id: buttons

            // A link stands in line with the words above it.
            x: box.retryText.length > 0 ? 0 : -4
            spacing: 8
            visible: box.retryText.length > 0 || box.details.length > 0 || box.actionText.length > 0 || words.command.length > 0

            Button {
                visible: text.length > 0
                size: Button.Size.Small
                iconName: "retry"
                text: box.retryText
                onClicked: box.retried()
            }
            Button {
                visible: text.length > 0
                kind: Button.Kind.Link
                text: box.actionText
                onClicked: box.acted()
            }
            Button {
                visible: words.command.length > 0
                kind: Button.Kind.Link
                text: clipboard.text === words.command ? qsTr("Command copied") : qsTr("Copy command")
                onClicked: box.copyCommand()
            }
            Button {
                visible: box.details.length > 0
                kind: Button.Kind.Link
                text: qsTr("Copy details")
                onClicked: box.copied(box.details)
            }
        }
    }
}
