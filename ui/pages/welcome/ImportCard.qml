pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Import
import Binnacle.Theme

// Files are dropped anywhere on the window or chosen; the import dialog does the rest.
WelcomeCard {
    id: card

    required property ImportModel model
    required property bool readOnly

    signal chooseRequested

    iconName: "upload"
    title: qsTr("Import a log")
    explanation: qsTr("Read files of events. Times and order are kept as they are in the file.")
    actions: [
        Button {
            size: Button.Size.Large
            iconName: "folder"
            enabled: !card.readOnly
            text: qsTr("Choose a file...")
            keyText: "3"
            tip: card.readOnly ? qsTr("This window only reads: another program writes to this store.") : ""
            onClicked: card.chooseRequested()
        },
        Label {
            anchors.verticalCenter: parent?.verticalCenter
            text: qsTr("options first")
            font: Theme.secondary
            color: Theme.muted
        }
    ]

    Column {
        y: 16
        width: parent.width
        spacing: 8

        Item {
            width: parent.width
            height: Theme.px(96)

            DashedFrame {
                anchors.fill: parent
                color: Theme.controlBorder
            }
            Column {
                anchors.centerIn: parent
                spacing: 6

                Icon {
                    anchors.horizontalCenter: parent.horizontalCenter
                    name: "file"
                    size: 20
                    color: Theme.text2
                }
                Label {
                    text: card.model.state === ImportModel.Running ? qsTr("An import is running") : qsTr("Drop a file here")
                    color: Theme.text2
                }
            }
        }
        Label {
            width: parent.width
            text: qsTr(".json, .ndjson, .xes, .gz, .zst, or a folder")
            font: Theme.secondary
            color: Theme.muted
            wrapMode: Text.Wrap
        }
    }
}
