pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// The properties that events set, by name.
FocusScope {
    id: tab

    required property EntityPageModel page

    signal copyRequested(text: string, what: string)

    SortedDetailTable {
        id: grid

        objectName: "properties"
        anchors.top: parent.top
        anchors.bottom: foot.top
        width: parent.width
        focus: true
        label: qsTr("Properties")
        rows: tab.page.properties
        visible: tab.page.propertyCount !== "0"
        columns: [
            TableColumn {
                key: "name"
                title: qsTr("Name")
                kind: TableColumn.Kind.Strong
                width: 200
                elideMiddle: true
            },
            TableColumn {
                key: "value"
                title: qsTr("Value")
                width: 240
                stretch: true
            },
            TableColumn {
                key: "set"
                title: qsTr("Set at")
                kind: TableColumn.Kind.Age
                width: 110
            }
        ]
        onCopyAsked: row => tab.copyRequested(tab.page.properties.rowText(row), qsTr("Row"))
        onOpened: row => tab.copyRequested(tab.page.properties.valueAt(row), qsTr("Value"))
    }
    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: grid.visible ? Theme.px(34) : 0
        visible: grid.visible

        Divider {
            width: parent.width
        }
        Button {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            size: Button.Size.Small
            iconName: "copy"
            text: qsTr("Copy value")
            enabled: grid.currentRow >= 0
            onClicked: tab.copyRequested(tab.page.properties.valueAt(grid.currentRow), qsTr("Value"))
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(420, parent.width - 24)
        visible: tab.page.propertyCount === "0"
        kind: EmptyState.Kind.NoMatch
        iconName: "rows"
        framed: false
        title: qsTr("No property was set")
    }
}
