pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Gallery

Column {
    id: column

    spacing: 10

    Panel {
        width: parent.width
        height: 360
        title: "Table rows"
        subtitle: "head 28, normal 32, compact 26, two-line 39"

        DataTable {
            anchors.fill: parent
            label: "Rows"
            currentRow: 3
            selectionState: Qt.PartiallyChecked
            sortKeys: ["age"]
            sortDescending: [true]
            columns: [
                TableColumn {
                    key: "check"
                    title: "Select"
                    kind: TableColumn.Kind.Check
                    width: 34
                },
                TableColumn {
                    key: "status"
                    title: "Status"
                    kind: TableColumn.Kind.Status
                    width: 100
                },
                TableColumn {
                    key: "name"
                    title: "Row state"
                    kind: TableColumn.Kind.Strong
                    stretch: true
                },
                TableColumn {
                    key: "steps"
                    title: "Steps"
                    kind: TableColumn.Kind.Steps
                    width: 90
                },
                TableColumn {
                    key: "age"
                    title: "Age"
                    kind: TableColumn.Kind.Age
                    width: 64
                }
            ]
            model: GalleryRows {}
        }
    }
    Panel {
        width: parent.width
        height: 150
        title: "Confirm"
        padding: 12

        Button {
            text: "Open the dialog"
            onClicked: dialog.open()
        }
        Dialog {
            id: dialog

            title: "Replay 38 entities to PRODUCTION?"
            explanation: "Writes 542 events from 10:00 to 12:30. Webhooks stay off. You can pause or cancel while it runs."
            iconName: "warning"
            dangerous: true
            confirmText: "Replay 38 entities"
            confirmIcon: "replay"
            keepText: "Keep as plan"
        }
    }
    Item {
        width: parent.width
        height: 200

        ToastHost {
            id: toasts

            anchors.fill: parent
            Component.onCompleted: toasts.show("completed", "38 entities replayed, 542 events", "Open job", "job")
        }
    }
}
