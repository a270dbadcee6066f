pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// What opens over any page: palette, import, files dropped on the window. Each is loaded when it is first wanted.
Item {
    id: overlays

    required property AppModel app
    readonly property bool canImport: overlays.app.routes.has("import") && !overlays.app.status.readOnly

    // A command of the palette that the window itself carries out.
    signal commandRequested(name: string)

    function openPalette(): void {
        overlays.show(palette, "palette");
    }
    function show(place: Loader, route: string): void {
        if (place.status === Loader.Null && overlays.app.routes.has(route))
            place.setSource(overlays.app.routes.urlOf(route), {
                "app": overlays.app
            });
        place.item?.open();
    }

    Shortcut {
        sequence: "Ctrl+I"
        enabled: overlays.canImport
        onActivated: overlays.app.importer.open()
    }
    Connections {
        target: overlays.app

        function onCommandRequested(name: string): void {
            if (name === "import")
                overlays.app.importer.open();
            else
                overlays.commandRequested(name);
        }
    }
    Connections {
        target: overlays.app.importer

        function onOpenRequested(): void {
            overlays.show(importer, "import");
        }
        // The dialog may have been hidden meanwhile.
        function onFinished(): void {
            overlays.show(importer, "import");
        }
    }
    Loader {
        id: palette

        anchors.fill: parent
    }
    Loader {
        id: importer

        anchors.fill: parent
    }
    DropArea {
        id: drop

        anchors.fill: parent
        enabled: overlays.canImport
        keys: ["text/uri-list"]
        onDropped: event => {
            overlays.app.importer.choose(event.urls);
            event.accept(Qt.CopyAction);
        }

        Rectangle {
            anchors.fill: parent
            visible: drop.containsDrag
            color: Theme.scrim

            Rectangle {
                anchors.centerIn: parent
                width: words.implicitWidth + 48
                height: Theme.px(64)
                radius: Theme.radiusDialog
                color: Theme.popupFill
                border.width: Theme.hairline
                border.color: Theme.accentText

                Label {
                    id: words

                    anchors.centerIn: parent
                    text: qsTr("Drop to import")
                    font: Theme.dialogTitle
                }
            }
        }
    }
}
