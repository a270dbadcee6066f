pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// What the steps made. Enter or a double click opens a web address, after a question; anything else is copied.
FocusScope {
    id: tab

    required property EntityPageModel page
    readonly property bool isKnown: tab.page.artifactCount.length > 0

    signal copyRequested(text: string, what: string)

    function openRow(row: int): void {
        const link = tab.page.artifacts.linkAt(row);
        if (link.length > 0)
            question.ask(link);
        else
            tab.copyRequested(tab.page.artifacts.nameAt(row), qsTr("Name"));
    }

    SortedDetailTable {
        id: grid

        readonly property string link: grid.currentRow >= 0 ? tab.page.artifacts.linkAt(grid.currentRow) : ""

        objectName: "artifacts"
        anchors.top: parent.top
        anchors.bottom: foot.top
        width: parent.width
        focus: true
        label: qsTr("Artifacts")
        rows: tab.page.artifacts
        visible: tab.isKnown && tab.page.artifactCount !== "0"
        columns: [
            TableColumn {
                key: "name"
                title: qsTr("Name")
                kind: TableColumn.Kind.Strong
                width: 220
                stretch: true
                elideMiddle: true
            },
            TableColumn {
                key: "type"
                title: qsTr("Type")
                width: 110
            },
            TableColumn {
                key: "version"
                title: qsTr("Version")
                width: 80
            },
            TableColumn {
                key: "step"
                title: qsTr("Made by")
                width: 120
                elideMiddle: true
            },
            TableColumn {
                key: "created"
                title: qsTr("Created")
                kind: TableColumn.Kind.Age
                width: 110
            }
        ]
        onOpened: row => tab.openRow(row)
        onCopyAsked: row => tab.copyRequested(tab.page.artifacts.rowText(row), qsTr("Row"))
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
        Row {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8

            Button {
                size: Button.Size.Small
                iconName: "copy"
                text: qsTr("Copy name")
                enabled: grid.currentRow >= 0
                onClicked: tab.copyRequested(tab.page.artifacts.nameAt(grid.currentRow), qsTr("Name"))
            }
            Button {
                size: Button.Size.Small
                iconName: "external"
                text: qsTr("Open link...")
                enabled: grid.link.length > 0
                tip: grid.link.length > 0 ? grid.link : qsTr("The chosen artifact names no http or https address")
                onClicked: question.ask(grid.link)
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(420, parent.width - 24)
        visible: tab.page.artifactCount === "0" || !tab.isKnown && tab.page.problem.length > 0
        kind: EmptyState.Kind.NoMatch
        iconName: "box"
        framed: false
        title: tab.isKnown ? qsTr("No artifact was reported") : qsTr("Which artifacts were reported is not known")
    }
    OpenLinkDialog {
        id: question
    }
}
