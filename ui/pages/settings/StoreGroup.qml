pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Settings

// The store this window is open on.
Panel {
    id: group

    required property SettingsModel model

    signal copyRequested(text: string)

    title: qsTr("Store")
    headerLine: true

    Column {
        width: parent.width

        FactRow {
            width: parent.width
            title: qsTr("Location")
            value: group.model.storeLocation
            mono: true
            copyName: qsTr("Copy the location")
            onCopyRequested: text => group.copyRequested(text)
        }
        FactRow {
            width: parent.width
            title: qsTr("Events")
            value: group.model.storeEvents
        }
        FactRow {
            width: parent.width
            title: qsTr("Size")
            value: group.model.storeSize
        }
        FactRow {
            width: parent.width
            title: qsTr("Schema version")
            value: group.model.storeSchema
        }
        FactRow {
            width: parent.width
            title: qsTr("Access")
            value: group.model.storeAccess
        }
    }
}
