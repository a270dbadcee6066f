pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// The runs of workflows on the entity.
FocusScope {
    id: tab

    required property EntityPageModel page
    readonly property bool isKnown: tab.page.runCount.length > 0

    signal copyRequested(text: string, what: string)

    SortedDetailTable {
        objectName: "runs"
        anchors.fill: parent
        focus: true
        label: qsTr("Runs")
        rows: tab.page.runs
        visible: tab.isKnown && tab.page.runCount !== "0"
        columns: [
            TableColumn {
                key: "workflow"
                title: qsTr("Workflow")
                kind: TableColumn.Kind.Strong
                width: 120
                stretch: true
                elideMiddle: true
            },
            TableColumn {
                key: "run"
                title: qsTr("Run")
                kind: TableColumn.Kind.Mono
                width: 130
                elideMiddle: true
            },
            TableColumn {
                key: "status"
                title: qsTr("Status")
                width: 110
            },
            TableColumn {
                key: "events"
                title: qsTr("Events")
                kind: TableColumn.Kind.Number
                width: 72
            },
            TableColumn {
                key: "failures"
                title: qsTr("Failures")
                kind: TableColumn.Kind.Number
                width: 82
            },
            TableColumn {
                key: "duration"
                title: qsTr("Duration")
                kind: TableColumn.Kind.Number
                width: 86
            },
            TableColumn {
                key: "first"
                title: qsTr("First event")
                kind: TableColumn.Kind.Age
                width: 100
            },
            TableColumn {
                key: "last"
                title: qsTr("Last event")
                kind: TableColumn.Kind.Age
                width: 100
                shown: tab.width >= Theme.px(802)
            }
        ]
        onCopyAsked: row => tab.copyRequested(tab.page.runs.rowText(row), qsTr("Row"))
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(420, parent.width - 24)
        visible: tab.page.runCount === "0" || !tab.isKnown && tab.page.problem.length > 0
        kind: EmptyState.Kind.NoMatch
        iconName: "workflow"
        framed: false
        title: tab.isKnown ? qsTr("No run of a workflow was reported") : qsTr("Which runs were reported is not known")
    }
}
