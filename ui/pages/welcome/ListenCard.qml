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

    readonly property bool failed: card.status.gatewayProblem.length > 0

    signal copyRequested(text: string, what: string)
    signal settingsRequested

    function act(): void {
        if (card.listens)
            card.copyCurl();
        else if (!card.status.readOnly)
            card.settingsRequested();
    }
    function copyCurl(): void {
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
            iconName: card.listens ? "copy" : "settings"
            visible: card.listens || !card.status.readOnly
            text: card.listens ? qsTr("Copy curl line") : qsTr("Open Settings")
            keyText: "2"
            onClicked: card.act()
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
        color: card.failed ? Theme.dangerBg : "transparent"
        border.width: Theme.hairline
        border.color: card.failed ? Theme.statusFailed : Theme.lineStrong

        Label {
            id: reason

            x: 12
            y: 10
            width: parent.width - 24
            text: card.failed ? card.status.gatewayProblem : card.status.readOnly ? qsTr("It only reads from this store.") : qsTr("Receiving events is switched off in the settings.")
            color: Theme.text2
            wrapMode: Text.Wrap
            maximumLineCount: 6
        }
    }
}
