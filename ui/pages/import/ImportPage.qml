pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Import
import Binnacle.Theme

// The import dialog: choice, progress, result. Loaded over the page by the shell, which calls open().
Item {
    id: root

    objectName: "importPage"

    required property AppModel app
    readonly property ImportModel model: root.app.importer
    readonly property bool running: root.model.state === ImportModel.Running
    readonly property bool finished: root.model.state === ImportModel.Finished

    function open(): void {
        dialog.open();
    }

    Dialog {
        id: dialog

        width: Math.min(parent ? parent.width - 32 : 600, Theme.px(600))
        title: root.running ? qsTr("Importing %1").arg(root.model.filesText) : root.finished ? (root.model.resultMark === "failed" ? qsTr("Nothing imported from %1") : qsTr("Imported %1")).arg(root.model.filesText) : qsTr("Import files")
        explanation: root.running || root.finished ? "" : qsTr("Times and order are kept as they are in the file. A second import of the same file takes nothing twice.")
        confirmText: root.running ? "" : root.finished ? qsTr("Import more...") : root.model.fileCount > 0 ? qsTr("Import %1").arg(root.model.fileCount === 1 ? qsTr("the file") : root.model.filesText) : qsTr("Import")
        confirmIcon: "upload"
        keepText: root.running ? qsTr("Hide") : qsTr("Close")
        canConfirm: root.finished || root.model.fileCount > 0
        staysOpen: true
        onAccepted: {
            if (root.finished)
                root.model.clear();
            else
                root.model.start();
        }
        onClosed: {
            if (root.finished)
                root.model.clear();
        }

        ImportChoice {
            width: parent.width
            visible: !root.running && !root.finished
            height: visible ? implicitHeight : 0
            topPadding: 4
            model: root.model
            onChooseRequested: files.open()
            onChooseFolderRequested: folders.open()
        }
        ImportProgressView {
            width: parent.width
            visible: root.running
            height: visible ? implicitHeight : 0
            topPadding: 4
            model: root.model
        }
        ImportResult {
            width: parent.width
            visible: root.finished
            height: visible ? implicitHeight : 0
            topPadding: 4
            model: root.model
            hasQuarantine: root.app.routes.has("quarantine")
            onQuarantineRequested: {
                dialog.close();
                root.app.navigator.open("quarantine");
            }
        }
    }
    FileDialog {
        id: files

        title: qsTr("Files to import")
        fileMode: FileDialog.OpenFiles
        currentFolder: root.model.startFolder
        nameFilters: [qsTr("Event logs (*.json *.jsonl *.ndjson *.xes *.gz *.zst)"), qsTr("All files (*)")]
        onAccepted: root.model.choose(files.selectedFiles)
    }
    FolderDialog {
        id: folders

        title: qsTr("Folder to import")
        currentFolder: root.model.startFolder
        onAccepted: root.model.choose([folders.selectedFolder])
    }
}
