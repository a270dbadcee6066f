pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// A question over a flat scrim. The confirm button repeats verb, count and target; the other says what it keeps.
// Without `confirmText` the dialog only has the close button. Children are further content below the explanation.
T.Dialog {
    id: dialog

    property string explanation
    property string iconName
    property string confirmText
    property string confirmIcon
    property string keepText: qsTr("Close")
    property bool dangerous: false
    // False while a typed word or a field is still missing.
    property bool canConfirm: true
    // Confirming leaves it open: it shows what comes of it.
    property bool staysOpen: false
    default property alias content: extra.data

    function confirm(): void {
        if (dialog.staysOpen)
            dialog.accepted();
        else
            dialog.accept();
    }

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(parent ? parent.width - 32 : 480, Math.max(implicitWidth, 480))
    implicitHeight: column.implicitHeight + 32
    modal: true
    focus: true
    padding: 0
    closePolicy: T.Popup.CloseOnEscape
    onOpened: (dialog.confirmText.length > 0 && dialog.canConfirm && !dialog.dangerous ? confirmButton : keep).forceActiveFocus(Qt.TabFocusReason)

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }
    background: Rectangle {
        radius: Theme.radiusDialog
        color: Theme.popupFill
        border.width: Theme.hairline
        border.color: Theme.lineStrong
        Accessible.role: Accessible.Dialog
        Accessible.name: dialog.title + " " + dialog.explanation
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Keys.onPressed: event => {
            const isReturn = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
            if (isReturn && event.modifiers & Qt.ControlModifier && confirmButton.visible && confirmButton.enabled) {
                dialog.confirm();
                event.accepted = true;
            }
        }

        Column {
            id: column

            x: 16
            y: 16
            width: dialog.width - 32
            spacing: 6

            Row {
                width: parent.width
                spacing: 8

                Icon {
                    visible: dialog.iconName.length > 0
                    anchors.verticalCenter: parent.verticalCenter
                    name: dialog.iconName
                    size: 18
                    color: dialog.dangerous ? Theme.envProduction : Theme.muted
                }
                Label {
                    width: parent.width - (dialog.iconName.length > 0 ? Theme.px(18) + 8 : 0)
                    text: dialog.title
                    font: Theme.dialogTitle
                    wrapMode: Text.Wrap
                    Accessible.role: Accessible.Heading
                }
            }
            Label {
                visible: text.length > 0
                width: parent.width
                text: dialog.explanation
                color: Theme.text2
                wrapMode: Text.Wrap
                lineHeight: Theme.bodyLine
                lineHeightMode: Text.FixedHeight
            }
            Item {
                id: extra

                width: parent.width
                height: childrenRect.height
                visible: children.length > 0
            }
            Item {
                width: 1
                height: 4
            }
            Row {
                anchors.right: parent.right
                spacing: 8

                Button {
                    id: keep

                    text: dialog.keepText
                    keyText: dialog.confirmText.length > 0 ? "" : "Esc"
                    onClicked: dialog.reject()
                }
                Button {
                    id: confirmButton

                    visible: dialog.confirmText.length > 0
                    enabled: dialog.canConfirm
                    kind: dialog.dangerous ? Button.Kind.Danger : Button.Kind.Primary
                    iconName: dialog.confirmIcon
                    text: dialog.confirmText
                    keyText: "Ctrl Return"
                    onClicked: dialog.confirm()
                }
            }
        }
    }
}
