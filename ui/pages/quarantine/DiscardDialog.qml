pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Quarantine
import Binnacle.Theme

// Gives items up, with the reason; they stay readable.
Dialog {
    id: dialog

    required property QuarantinePageModel page

    function start(): void {
        reason.clear();
        dialog.open();
    }

    title: dialog.page.actCount === 1 ? qsTr("Discard 1 refused event") : qsTr("Discard %1 refused events").arg(dialog.page.actCount)
    explanation: qsTr("They are not retried any more. What was received and the reason stay readable under Discarded.")
    iconName: "quarantine"
    confirmText: qsTr("Discard %1").arg(dialog.page.actCount)
    keepText: qsTr("Keep in quarantine")
    dangerous: true
    canConfirm: reason.text.trim().length > 0 && dialog.page.blockedWhy.length === 0
    onOpened: reason.forceActiveFocus(Qt.PopupFocusReason)
    onAccepted: dialog.page.discard(reason.text)

    TextField {
        id: reason

        y: 4
        width: parent.width
        label: qsTr("Reason")
        placeholderText: qsTr("Reason, for example \"test data of 9 January\"")
        maximumLength: 500
    }
    Label {
        y: reason.y + reason.height + 4
        width: parent.width
        text: qsTr("A reason is needed: it is all that later readers have.")
        font: Theme.caption
        color: Theme.muted
    }
}
