pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Welcome
import Binnacle.Theme

// Where to send events, or why this window does not listen.
WelcomeCard {
    id: card

    required property ShellStatus status
    required property WelcomeModel model
    readonly property bool listens: card.status.gatewayUrl.length > 0
    readonly property string address: card.model.addressOf(card.status.gatewayUrl)

    signal copyRequested(text: string, what: string)

    function copyCurl(): void {
        if (card.listens)
            card.copyRequested(card.model.curlOf(card.status.gatewayUrl), qsTr("Copied the curl line"));
    }

    iconName: "wifi"
    title: qsTr("Listen for events")
    explanation: card.listens ? qsTr("Send events to this address. The first event opens the dashboard.") : qsTr("This window does not listen for events now.")
    corner: StatusLabel {
        visible: card.listens
        status: "rpending"
        text: qsTr("Waiting for the first event")
        font: Theme.secondary
        color: Theme.text2
    }
    actions: [
        Button {
            size: Button.Size.Large
            iconName: "copy"
            enabled: card.listens
            text: qsTr("Copy curl line")
            keyText: "2"
            onClicked: card.copyCurl()
        }
    ]

    Column {
        y: 14
        width: parent.width
        visible: card.listens
        spacing: 8

        CodeBox {
            width: parent.width
            oneLine: true
            text: card.address
            copyText: qsTr("Copy the address")
            onCopied: card.copyRequested(card.address, qsTr("Copied the address"))
        }
        CodeBox {
            width: parent.width
            text: card.model.curlPreview(card.status.gatewayUrl)
            copyText: qsTr("Copy the curl line with an example event")
            onCopied: card.copyCurl()
        }
    }
    Rectangle {
        y: 16
        width: parent.width
        height: reason.implicitHeight + 20
        visible: !card.listens
        radius: Theme.radiusPanel
        color: card.status.problem.length > 0 ? Theme.dangerBg : "transparent"
        border.width: Theme.hairline
        border.color: card.status.problem.length > 0 ? Theme.statusFailed : Theme.lineStrong

        Label {
            id: reason

            x: 12
            y: 10
            width: parent.width - 24
            text: card.status.problem.length > 0 ? card.status.problem : card.status.readOnly ? qsTr("It only reads: another program writes to this store.") : qsTr("Listening is switched off in the settings (gateway.enabled).")
            color: Theme.text2
            wrapMode: Text.Wrap
            maximumLineCount: 6
        }
    }
}
