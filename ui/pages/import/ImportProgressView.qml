pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Import
import Binnacle.Theme

// How far the import is. What is committed stays when it is stopped.
Column {
    id: view

    required property ImportModel model
    readonly property bool isKnown: view.model.share >= 0

    spacing: Theme.spaceS

    Item {
        width: parent.width
        height: stop.height

        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: stop.x - 12
            text: view.model.stopping ? qsTr("Stopping after what is being written...") : view.model.progressText
        }
        Button {
            id: stop

            anchors.right: parent.right
            size: Button.Size.Small
            enabled: !view.model.stopping
            text: qsTr("Stop, keep what is in")
            onClicked: view.model.cancel()
        }
    }
    Rectangle {
        width: parent.width
        height: 6
        radius: 3
        color: Theme.line
        Accessible.role: Accessible.ProgressBar
        Accessible.name: qsTr("Import")
        Accessible.description: view.model.progressText

        Rectangle {
            width: view.isKnown ? parent.width * view.model.share : 0
            height: parent.height
            radius: 3
            color: Theme.accent
        }
    }
    Label {
        width: parent.width
        text: qsTr("The window can be used meanwhile; hiding this goes on importing.")
        font: Theme.secondary
        color: Theme.muted
        wrapMode: Text.Wrap
    }
}
