pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// Format and scope, then the place, then progress. The old file stays until the new one is whole.
Dialog {
    id: dialog

    required property EntitiesPageModel page
    readonly property EntityExport exporter: dialog.page.exporter
    readonly property list<string> formats: ["csv", "json", "ndjson"]
    readonly property string format: dialog.formats[formatChoice.currentIndex]
    readonly property bool selectionOnly: scope.visible && scope.currentIndex === 1
    readonly property string rowsText: dialog.selectionOnly ? dialog.page.selectionText : qsTr("%1 rows").arg(dialog.page.totalText)
    readonly property string maskedNames: dialog.page.maskedColumns

    function start(selectionOnly: bool): void {
        dialog.exporter.clearProblem();
        scope.currentIndex = selectionOnly && dialog.page.selectedCount > 0 ? 1 : 0;
        dialog.open();
    }

    title: qsTr("Export entities")
    explanation: dialog.maskedNames.length > 0 ? qsTr("The columns as shown. Masked: %1.").arg(dialog.maskedNames) : qsTr("The columns as shown, in the present order.")
    confirmText: qsTr("Choose a place...")
    confirmIcon: "export"
    keepText: dialog.exporter.running ? qsTr("Hide") : qsTr("Close")
    canConfirm: !dialog.exporter.running
    closePolicy: Dialog.CloseOnEscape
    staysOpen: true
    onAccepted: files.openFor(dialog.format)

    Column {
        width: parent.width
        spacing: Theme.spaceM
        topPadding: 4

        Segmented {
            id: formatChoice

            label: qsTr("Format")
            options: ["CSV", "JSON", "NDJSON"]
            enabled: !dialog.exporter.running
        }
        Segmented {
            id: scope

            visible: dialog.page.selectedCount > 0
            label: qsTr("Rows")
            options: [qsTr("All %1 matches").arg(dialog.page.totalText), dialog.page.selectionText]
            enabled: !dialog.exporter.running
        }
        Label {
            width: parent.width
            visible: !dialog.exporter.running && dialog.exporter.problem.length === 0
            text: formatChoice.currentIndex === 0 ? qsTr("%1 as a table for spreadsheets, one line a row.").arg(dialog.rowsText) : formatChoice.currentIndex === 1 ? qsTr("%1 as one JSON array.").arg(dialog.rowsText) : qsTr("%1 as JSON, one object a line.").arg(dialog.rowsText)
            color: Theme.muted
            wrapMode: Text.Wrap
        }
        ErrorBox {
            width: parent.width
            visible: dialog.exporter.problem.length > 0
            title: qsTr("Nothing was written")
            explanation: dialog.exporter.problem
            retryText: ""
        }
        Column {
            width: parent.width
            spacing: 6
            visible: dialog.exporter.running

            Item {
                width: parent.width
                height: cancel.height

                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    text: dialog.page.exportText
                }
                Button {
                    id: cancel

                    anchors.right: parent.right
                    size: Button.Size.Small
                    text: qsTr("Stop, keep the old file")
                    onClicked: dialog.exporter.cancel()
                }
            }
            Rectangle {
                width: parent.width
                height: 6
                radius: 3
                color: Theme.line
                Accessible.role: Accessible.ProgressBar
                Accessible.name: qsTr("Export")

                Rectangle {
                    width: dialog.exporter.rowsExpected > 0 ? parent.width * Math.min(1, dialog.exporter.rowsDone / dialog.exporter.rowsExpected) : 0
                    height: parent.height
                    radius: 3
                    color: Theme.accent
                }
            }
        }
    }
    Connections {
        target: dialog.exporter

        function onFinished(): void {
            dialog.close();
        }
    }
    FileDialog {
        id: files

        function openFor(format: string): void {
            files.nameFilters = [qsTr("%1 files (*.%2)").arg(format.toUpperCase()).arg(format), qsTr("All files (*)")];
            files.selectedFile = dialog.page.suggestedFile(format);
            files.open();
        }

        title: qsTr("Export entities to")
        acceptLabel: qsTr("Export")
        fileMode: FileDialog.SaveFile
        defaultSuffix: dialog.format
        onAccepted: dialog.page.exportTo(files.selectedFile, dialog.format, dialog.selectionOnly)
    }
}
