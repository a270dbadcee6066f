pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Settings

// How the window looks; applies at once.
Panel {
    id: group

    required property SettingsModel model

    title: qsTr("Window")
    headerLine: true

    Column {
        width: parent.width

        ChoiceRow {
            width: parent.width
            title: qsTr("Theme")
            field: group.model.theme
            values: ["system", "dark", "light"]
            names: [qsTr("As the desktop"), qsTr("Dark"), qsTr("Light")]
        }
        ChoiceRow {
            width: parent.width
            title: qsTr("Text size")
            field: group.model.textScale
            values: ["1", "1.1", "1.25", "1.5"]
            names: ["100 %", "110 %", "125 %", "150 %"]
        }
        TextRow {
            width: parent.width
            title: qsTr("Time zone")
            help: qsTr("UTC, local or a name such as Europe/Berlin.")
            field: group.model.timeZone
        }
    }
}
