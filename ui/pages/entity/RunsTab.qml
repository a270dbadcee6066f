pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity

// The runs of workflows on the entity.
FocusScope {
    id: tab

    required property EntityPageModel page

    signal copyRequested(text: string, what: string)

    DetailTable {
        anchors.fill: parent
        focus: true
        label: qsTr("Runs")
        model: tab.page.runs
        visible: tab.page.runCount !== "0"
        columns: [
            TableColumn {
                key: "workflow"
                title: qsTr("Workflow")
                kind: TableColumn.Kind.Strong
                width: 140
                stretch: true
                sortable: false
                elideMiddle: true
            },
            TableColumn {
                key: "run"
                title: qsTr("Run")
                kind: TableColumn.Kind.Mono
                width: 150
                sortable: false
                elideMiddle: true
            },
            TableColumn {
                key: "status"
                title: qsTr("Status")
                width: 110
                sortable: false
            },
            TableColumn {
                key: "events"
                title: qsTr("Events")
                kind: TableColumn.Kind.Number
                width: 60
                sortable: false
            },
            TableColumn {
                key: "failures"
                title: qsTr("Failures")
                kind: TableColumn.Kind.Number
                width: 64
                sortable: false
            },
            TableColumn {
                key: "duration"
                title: qsTr("Duration")
                kind: TableColumn.Kind.Number
                width: 86
                sortable: false
            },
            TableColumn {
                key: "first"
                title: qsTr("First event")
                kind: TableColumn.Kind.Age
                width: 100
                sortable: false
            },
            TableColumn {
                key: "last"
                title: qsTr("Last event")
                kind: TableColumn.Kind.Age
                width: 100
                sortable: false
            }
        ]
        onCopyAsked: row => tab.copyRequested(tab.page.runs.rowText(row), qsTr("Row"))
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(420, parent.width - 24)
        visible: tab.page.runCount === "0"
        kind: EmptyState.Kind.NoMatch
        iconName: "workflow"
        framed: false
        title: qsTr("No run of a workflow was reported")
    }
}
