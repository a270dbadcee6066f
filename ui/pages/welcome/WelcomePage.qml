pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// What a new user sees: the store is empty, and there are three ways to fill one. The shell leaves this page by itself
// when the first event is there.
Page {
    id: root

    objectName: "welcomePage"

    required property AppModel app
    readonly property int cardWidth: Math.min(Theme.px(348), (root.width - 2 * Theme.pagePadding - 2 * Theme.spaceL) / 3)

    function copy(text: string, what: string): void {
        root.app.copyText(text);
        root.notify("completed", what);
    }
    function refresh(): void {
        root.app.refresh();
    }
    function primaryAction(): bool {
        root.app.welcome.openDemo();
        return true;
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Welcome")

    Shortcut {
        sequence: "1"
        enabled: root.app.welcome.hasDemo
        onActivated: root.app.welcome.openDemo()
    }
    Shortcut {
        sequence: "2"
        onActivated: listen.act()
    }
    Shortcut {
        sequence: "3"
        enabled: !root.app.status.readOnly
        onActivated: files.open()
    }
    ScrollArea {
        anchors.fill: parent
        contentHeight: column.height + 2 * column.y

        Column {
            id: column

            y: Math.max(16, Math.min(76, (root.height - height) / 2))
            width: parent.width

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "compass"
                size: 54
                color: Theme.accentText
            }
            Item {
                width: 1
                height: 18
            }
            Label {
                anchors.horizontalCenter: parent.horizontalCenter
                height: Theme.welcomeLine
                text: qsTr("Welcome to Binnacle")
                font: Theme.welcome
                Accessible.role: Accessible.Heading
            }
            Label {
                anchors.horizontalCenter: parent.horizontalCenter
                topPadding: 6
                text: qsTr("See every entity and every step, from one append-only store.")
                font.family: Theme.sans
                font.pixelSize: Theme.px(14)
                font.hintingPreference: Font.PreferNoHinting
                color: Theme.text2
            }
            Item {
                width: 1
                height: root.height < 720 ? 22 : 34
            }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.spaceL

                DemoCard {
                    width: root.cardWidth
                    model: root.app.welcome
                }
                ListenCard {
                    id: listen

                    width: root.cardWidth
                    status: root.app.status
                    model: root.app.welcome
                    onCopyRequested: (text, what) => root.copy(text, what)
                    onSettingsRequested: root.navigate("settings", "")
                }
                ImportCard {
                    width: root.cardWidth
                    model: root.app.importer
                    readOnly: root.app.status.readOnly
                    onChooseRequested: files.open()
                }
            }
            Item {
                width: 1
                height: root.height < 720 ? 18 : 28
            }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: 26

                Row {
                    spacing: 7

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        name: "database"
                        size: Theme.iconSmallSize
                    }
                    Label {
                        text: qsTr("Store: %1").arg(root.app.status.storeLocation)
                        width: Math.min(implicitWidth, 420)
                        elide: Text.ElideMiddle
                        color: Theme.muted
                    }
                }
                KeyHint {
                    keys: ["?"]
                    does: qsTr("for all keys")
                }
            }
        }
    }
    FileDialog {
        id: files

        title: qsTr("Files to import")
        fileMode: FileDialog.OpenFiles
        currentFolder: root.app.importer.startFolder
        nameFilters: [qsTr("Event logs (*.json *.jsonl *.ndjson *.xes *.gz *.zst)"), qsTr("All files (*)")]
        onAccepted: root.app.importer.choose(files.selectedFiles)
    }
}
