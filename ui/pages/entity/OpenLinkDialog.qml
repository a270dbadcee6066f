pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// An address comes from whoever sent the event: it is shown in full before it is opened.
Dialog {
    id: dialog

    property string link

    function ask(link: string): void {
        dialog.link = link;
        dialog.open();
    }

    title: qsTr("Open this address in the browser?")
    explanation: qsTr("It was sent with an event, and leads out of this program.")
    iconName: "external"
    confirmText: qsTr("Open address")
    keepText: qsTr("Stay here")
    onAccepted: Qt.openUrlExternally(dialog.link)

    Label {
        width: parent?.width ?? 0
        topPadding: 4
        text: dialog.link
        font: Theme.mono
        wrapMode: Text.WrapAnywhere
        maximumLineCount: 8
    }
}
