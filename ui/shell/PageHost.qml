pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls

// Shows the page of the current route.
FocusScope {
    id: host

    required property AppModel app
    readonly property Page page: loader.item as Page
    property string shownRoute

    readonly property bool lacksStore: !host.app.status.known && host.app.status.readProblem.length > 0

    signal notify(status: string, text: string)
    signal keyListRequested

    // While there is nothing to see, the first page's place is the welcome's.
    function placeOf(route: string): string {
        const welcomes = route === host.app.routes.home() && host.app.status.known && host.app.status.empty;
        return welcomes && host.app.routes.has("welcome") ? "welcome" : route;
    }
    function show(): void {
        const route = host.placeOf(host.app.navigator.route);
        const argument = host.app.navigator.argument;
        if (route === host.shownRoute) {
            if (host.page && host.page.argument !== argument)
                host.page.argument = argument;
            return;
        }
        host.shownRoute = route;
        loader.setSource(host.app.routes.urlOf(route), {
            "app": host.app,
            "argument": argument
        });
    }

    Component.onCompleted: host.show()
    Keys.onEscapePressed: event => {
        event.accepted = host.page?.handleEscape() ?? false;
    }
    Keys.onPressed: event => {
        const isReturn = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
        if (isReturn && event.modifiers & Qt.ControlModifier)
            event.accepted = host.page?.primaryAction() ?? false;
    }

    Connections {
        target: host.app.navigator

        function onChanged(): void {
            host.show();
        }
    }
    Connections {
        target: host.app.status

        function onInfoChanged(): void {
            host.show();
        }
    }
    Loader {
        id: loader

        anchors.fill: parent
        focus: true
        onLoaded: host.page?.forceActiveFocus(Qt.OtherFocusReason)
    }
    ErrorBox {
        anchors.centerIn: parent
        width: Math.min(480, parent.width - 32)
        visible: loader.status === Loader.Error
        title: qsTr("This page could not be opened")
        explanation: qsTr("The rest of the window works on. The program's log says why.")
        onRetried: {
            host.shownRoute = "";
            host.show();
        }
    }
    // Nothing is known of the store, so there is no first page; the others are in the rail.
    ErrorBox {
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 32)
        visible: host.lacksStore && host.page === null
        title: qsTr("The store cannot be read")
        explanation: host.app.status.readProblem
        details: host.app.status.storeLocation + "\n" + explanation
        onRetried: host.app.refresh()
        onCopied: details => {
            host.app.copyText(details);
            host.notify("completed", qsTr("Details copied"));
        }
    }
    Connections {
        target: host.page
        ignoreUnknownSignals: true

        function onNavigate(route: string, argument: string): void {
            host.app.navigator.open(route, argument);
        }
        function onNotify(status: string, text: string): void {
            host.notify(status, text);
        }
        function onKeyListRequested(): void {
            host.keyListRequested();
        }
    }
}
