pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Settings

// What leaves the program in files and logs, and the program itself.
Panel {
    id: group

    required property SettingsModel model
    required property string version

    signal copyRequested(text: string)

    title: qsTr("Files and program")
    headerLine: true

    Column {
        width: parent.width

        TextRow {
            width: parent.width
            title: qsTr("Masked columns")
            help: qsTr("Every export has %1 in place of their values. Names with commas between them.").arg(group.model.maskText)
            field: group.model.maskedColumns
            fieldWidth: 420
            placeholder: qsTr("None, for example error, current_step")
        }
        ChoiceRow {
            width: parent.width
            title: qsTr("Log level")
            field: group.model.logLevel
            values: ["quiet", "normal", "verbose"]
            names: [qsTr("Quiet"), qsTr("Normal"), qsTr("Verbose")]
        }
        FactRow {
            width: parent.width
            title: qsTr("Settings file")
            help: qsTr("Changes made there are taken over at once.")
            value: group.model.filePath
            mono: true
            copyName: qsTr("Copy the path of the settings file")
            onCopyRequested: text => group.copyRequested(text)
        }
        FactRow {
            width: parent.width
            title: qsTr("Version")
            value: group.version
            copyName: qsTr("Copy the version")
            onCopyRequested: text => group.copyRequested(text)
        }
        FactRow {
            width: parent.width
            title: qsTr("Licence")
            value: qsTr("GNU General Public License, version 3")
        }
    }
}
