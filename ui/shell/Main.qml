pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import QtQuick.Window
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// The window: rail, top bar, page, status bar.
Window {
    id: window

    required property AppModel app
    readonly property bool narrow: window.width < 1280
    // Under 1280 px the rail is collapsed unless the user opened it there.
    property bool openedNarrow: false
    readonly property bool railCollapsed: window.narrow ? !window.openedNarrow : window.app.settings.railCollapsed
    readonly property bool hasEnvironmentLine: window.app.environmentKind !== "local"

    // A first page once it is known whether there is anything to see.
    function start(): void {
        if (!window.app.status.known || window.app.navigator.route.length > 0)
            return;
        const first = window.app.status.empty && window.app.routes.has("welcome") ? "welcome" : window.app.routes.home();
        window.app.navigator.open(first);
    }

    function keepGeometry(): void {
        const kept = window.app.settings.section("window");
        kept.maximized = window.visibility === Window.Maximized;
        if (window.visibility === Window.Windowed)
            Object.assign(kept, {
                "x": window.x,
                "y": window.y,
                "width": window.width,
                "height": window.height
            });
        window.app.settings.setSection("window", kept);
    }

    // Whether a window there can be reached with the pointer.
    function isOnScreen(x: int, y: int): bool {
        for (let i = 0; i < Qt.application.screens.length; ++i) {
            const screen = Qt.application.screens[i];
            if (x >= screen.virtualX && x < screen.virtualX + screen.width - 100 && y >= screen.virtualY && y < screen.virtualY + screen.height - 100)
                return true;
        }
        return false;
    }

    function restoreGeometry(): void {
        const kept = window.app.settings.section("window");
        // Where its screen is gone, the desktop places the window.
        if (kept.x !== undefined && window.isOnScreen(kept.x, kept.y)) {
            window.x = kept.x;
            window.y = kept.y;
        }
        if (kept.width >= window.minimumWidth && kept.height >= window.minimumHeight) {
            window.width = Math.max(window.minimumWidth, Math.min(kept.width, window.Screen.desktopAvailableWidth));
            window.height = Math.max(window.minimumHeight, Math.min(kept.height, window.Screen.desktopAvailableHeight));
        }
        if (kept.maximized)
            window.showMaximized();
    }

    function toggleRail(): void {
        if (window.narrow)
            window.openedNarrow = !window.openedNarrow;
        else
            window.app.settings.railCollapsed = !window.app.settings.railCollapsed;
    }

    // What the palette runs besides going somewhere.
    function runCommand(name: string): void {
        if (name === "theme") {
            window.app.settings.theme = Theme.dark ? "light" : "dark";
        } else if (name === "rail") {
            window.toggleRail();
        } else if (name === "keys") {
            keyList.open();
        } else if (name === "refresh") {
            window.app.refresh();
            host.page?.refresh();
        } else if (name === "export") {
            window.app.navigator.open("entities", window.app.entities.filter.appliedText);
            host.page?.runCommand(name);
        }
    }

    minimumWidth: 1100
    minimumHeight: 700
    width: 1440
    height: 900
    visible: true
    color: Theme.bg
    // For the file dialogs of Qt, where the desktop has none of its own.
    palette {
        window: Theme.popupFill
        windowText: Theme.text
        base: Theme.sunken
        text: Theme.text
        button: Theme.hover
        buttonText: Theme.text
        placeholderText: Theme.muted
        highlight: Theme.accent
        highlightedText: Theme.accentInk
        light: Theme.raised
        midlight: Theme.hover
        mid: Theme.controlBorder
        dark: Theme.lineStrong
    }
    title: topBar.subject.length > 0 ? qsTr("%1 - Binnacle").arg(topBar.subject) : qsTr("Binnacle")
    onWidthChanged: geometry.restart()
    onHeightChanged: geometry.restart()
    onXChanged: geometry.restart()
    onYChanged: geometry.restart()
    onClosing: window.keepGeometry()
    // A popup that closes hands the focus to the window, not to the item that had it before.
    onActiveFocusItemChanged: {
        if (window.activeFocusItem === window.contentItem || window.activeFocusItem === T.Overlay.overlay)
            host.forceActiveFocus(Qt.PopupFocusReason);
    }
    Component.onCompleted: {
        window.restoreGeometry();
        window.start();
    }

    Binding {
        target: Theme
        property: "mode"
        value: window.app.settings.theme
    }
    Binding {
        target: Theme
        property: "textScale"
        value: window.app.settings.textScale
    }
    Timer {
        id: geometry

        interval: 1000
        onTriggered: window.keepGeometry()
    }
    Connections {
        target: window.app.status

        function onInfoChanged(): void {
            window.start();
            // The first event opens the dashboard.
            if (window.app.navigator.route === "welcome" && !window.app.status.empty)
                window.app.navigator.open(window.app.routes.home());
        }
    }
    ShellKeys {
        app: window.app
        host: host
        onPaletteRequested: overlays.openPalette()
        onRailToggled: window.toggleRail()
        onThemeToggled: window.app.settings.theme = Theme.dark ? "light" : "dark"
        onKeyListRequested: keyList.open()
    }
    Rail {
        id: rail

        anchors.top: parent.top
        anchors.bottom: statusBar.top
        width: implicitWidth
        app: window.app
        collapsed: window.railCollapsed
        onCollapseToggled: window.toggleRail()
    }
    TopBar {
        id: topBar

        anchors.left: rail.right
        anchors.right: parent.right
        height: implicitHeight
        app: window.app
        title: window.app.routes.titleOf(host.page?.parentRoute || window.app.navigator.route)
        crumb: host.page?.crumb ?? ""
        hasPalette: window.app.routes.has("palette")
        onPaletteRequested: overlays.openPalette()
        onTitleClicked: window.app.navigator.open(host.page?.parentRoute || window.app.navigator.route)
    }
    Banner {
        id: banner

        anchors.top: topBar.bottom
        anchors.left: rail.right
        anchors.right: parent.right
        height: implicitHeight
        visible: text.length > 0
        text: window.app.readOnlyReason
    }
    PageHost {
        id: host

        anchors.top: banner.visible ? banner.bottom : topBar.bottom
        anchors.bottom: statusBar.top
        anchors.left: rail.right
        anchors.right: parent.right
        clip: true
        focus: true
        app: window.app
        onNotify: (status, text) => toasts.show(status, text, "", "")
        onKeyListRequested: keyList.open()
    }
    StatusBar {
        id: statusBar

        anchors.bottom: parent.bottom
        width: parent.width
        height: implicitHeight
        app: window.app
    }
    ToastHost {
        id: toasts

        anchors.fill: host
    }
    ShellOverlays {
        id: overlays

        anchors.fill: parent
        app: window.app
        onCommandRequested: name => window.runCommand(name)
    }
    KeyList {
        id: keyList

        app: window.app
    }
    Rectangle {
        width: parent.width
        height: Theme.envLineHeight
        visible: window.hasEnvironmentLine
        z: 1
        color: window.app.environmentKind === "production" ? Theme.envProduction : Theme.envStaging
        Accessible.ignored: true
    }
}
