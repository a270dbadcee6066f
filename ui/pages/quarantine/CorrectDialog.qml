pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Quarantine
import Binnacle.Theme

// A correction of one item. It closes when the correction is accepted; a refusal leaves it open with the text.
Dialog {
    id: dialog

    required property QuarantinePageModel page
    property string problem

    function start(): void {
        dialog.problem = "";
        edit.text = dialog.page.item.editableText();
        dialog.open();
    }

    width: parent ? Math.min(parent.width - 64, 760) : 760
    title: qsTr("Correct item %1").arg(dialog.page.currentId)
    explanation: dialog.page.pointer.length > 0 ? qsTr("%1 (%2)").arg(dialog.page.message).arg(dialog.page.pointer) : dialog.page.message
    confirmText: qsTr("Retry with this text")
    keepText: qsTr("Keep as it is")
    canConfirm: edit.length > 0 && !dialog.page.busy
    onOpened: edit.forceActiveFocus(Qt.PopupFocusReason)
    onAccepted: {
        dialog.problem = "";
        dialog.page.retryWith(edit.text);
    }

    Connections {
        target: dialog.page

        function onCorrectionRefused(why: string): void {
            dialog.problem = why;
            dialog.open();
        }
    }
    Column {
        width: parent.width
        topPadding: 4
        spacing: Theme.spaceS

        Rectangle {
            width: parent.width
            height: Math.max(160, Math.min(420, (dialog.parent?.height ?? 700) - 320))
            radius: Theme.radiusControl
            color: Theme.sunken
            border.width: edit.activeFocus ? Theme.focusWidth : Theme.hairline
            border.color: edit.activeFocus ? Theme.focus : Theme.controlBorder

            Flickable {
                id: flick

                anchors.fill: parent
                anchors.margins: 2
                contentWidth: flick.width
                contentHeight: Math.max(flick.height, edit.implicitHeight)
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                T.ScrollBar.vertical: ScrollBar {}

                TextEdit {
                    id: edit

                    width: flick.width
                    height: flick.contentHeight
                    padding: 10
                    selectByMouse: true
                    activeFocusOnTab: true
                    textFormat: TextEdit.PlainText
                    wrapMode: TextEdit.WrapAtWordBoundaryOrAnywhere
                    font: Theme.mono
                    color: Theme.text
                    selectionColor: Theme.selectionLine
                    selectedTextColor: Theme.accentInk
                    inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
                    Accessible.role: Accessible.EditableText
                    Accessible.multiLine: true
                    Accessible.name: qsTr("Text of the item")
                    onCursorRectangleChanged: {
                        const y = edit.cursorRectangle.y;
                        if (y < flick.contentY)
                            flick.contentY = y;
                        else if (y + edit.cursorRectangle.height > flick.contentY + flick.height)
                            flick.contentY = y + edit.cursorRectangle.height - flick.height;
                    }
                    Keys.onTabPressed: edit.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                    Keys.onBacktabPressed: edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                }
            }
        }
        Sentence {
            width: parent.width
            visible: text.length > 0
            sentence: dialog.problem.length > 0 ? qsTr("Still refused: %1").arg(dialog.problem) : ""
            color: Theme.statusFailed
            wrapMode: Text.Wrap
            Accessible.role: Accessible.AlertMessage
        }
        Label {
            width: parent.width
            text: qsTr("The text is sent in the place of the item; the original stays as it came, under Retried.")
            font: Theme.caption
            color: Theme.muted
            wrapMode: Text.Wrap
        }
    }
}
