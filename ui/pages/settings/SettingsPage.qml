pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Settings
import Binnacle.Theme

// What can be set, what holds, and the store and program behind it. Every entry is checked before it is written.
Page {
    id: root

    objectName: "settingsPage"

    required property AppModel app
    readonly property SettingsModel model: root.app.preferences
    readonly property bool isWide: root.width >= Theme.px(1080)
    readonly property int columnWidth: root.isWide ? Math.round((columns.width - Theme.panelGap) / 2) : columns.width

    function refresh(): void {
        root.model.refresh();
    }
    function copy(text: string): void {
        root.app.copyText(text);
        root.notify("completed", qsTr("Copied %1").arg(text));
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Settings")
    Component.onCompleted: root.model.refresh()

    PageHeader {
        id: header

        width: parent.width
        title: qsTr("Settings")
        subtitle: qsTr("an entry is checked, then written to the settings file")

        Button {
            iconName: "copy"
            visible: root.model.filePath.length > 0
            text: qsTr("Copy path of settings file")
            onClicked: root.copy(root.model.filePath)
        }
    }
    ScrollArea {
        id: flick

        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        contentHeight: all.implicitHeight + Theme.pagePadding

        Column {
            id: all

            x: Theme.pagePadding
            width: flick.width - 2 * Theme.pagePadding
            spacing: Theme.panelGap

            ErrorBox {
                width: parent.width
                visible: root.model.fileProblem.length > 0
                title: qsTr("The settings file has a mistake; the last good values hold")
                explanation: root.model.fileProblem
                details: root.model.filePath + "\n" + root.model.fileProblem
                onRetried: root.model.refresh()
                onCopied: details => {
                    root.app.copyText(details);
                    root.notify("completed", qsTr("Details copied"));
                }
            }
            ErrorBox {
                width: parent.width
                visible: root.model.storeProblem.length > 0
                title: qsTr("The store's figures could not be read")
                explanation: root.model.storeProblem
                onRetried: root.model.refresh()
            }
            Grid {
                id: columns

                width: parent.width
                columns: root.isWide ? 2 : 1
                spacing: Theme.panelGap

                Column {
                    width: root.columnWidth
                    spacing: Theme.panelGap

                    WindowGroup {
                        width: parent.width
                        model: root.model
                    }
                    ReceivingGroup {
                        width: parent.width
                        model: root.model
                    }
                }
                Column {
                    width: root.columnWidth
                    spacing: Theme.panelGap

                    StoreGroup {
                        width: parent.width
                        model: root.model
                        onCopyRequested: text => root.copy(text)
                    }
                    AboutGroup {
                        width: parent.width
                        model: root.model
                        version: root.app.version
                        onCopyRequested: text => root.copy(text)
                    }
                }
            }
        }
    }
}
