pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// One entity. The argument of its route is its key, "organization/project/type/id".
Page {
    id: root

    objectName: "entityPage"

    required property AppModel app
    readonly property EntityPageModel page: root.app.entity
    readonly property bool isReady: root.page.state === EntityPageModel.Ready

    function refresh(): void {
        root.page.refresh();
    }
    function focusFilter(): bool {
        return root.isReady && content.focusSearch();
    }
    function handleEscape(): bool {
        root.goBack();
        return true;
    }
    function goBack(): void {
        if (root.app.navigator.canGoBack)
            root.app.navigator.back();
        else
            root.navigate("entities", "");
    }
    function copy(text: string, what: string): void {
        if (text.length === 0)
            return;
        root.app.copyText(text);
        root.notify("completed", qsTr("%1 copied").arg(what));
    }

    parentRoute: "entities"
    crumb: root.page.title
    onArgumentChanged: root.page.open(root.argument)
    Component.onCompleted: {
        root.page.active = true;
        root.page.open(root.argument);
    }
    Component.onDestruction: root.page.active = false
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Entity %1").arg(root.page.title)

    EntityContent {
        id: content

        anchors.fill: parent
        visible: root.isReady
        focus: true
        page: root.page
        onBackRequested: root.goBack()
        onNoted: text => root.notify("warn", text)
        onCopyRequested: (text, what) => root.copy(text, what)
    }
    LoadingLines {
        anchors.fill: parent
        anchors.margins: Theme.pagePadding
        loading: root.page.state === EntityPageModel.Loading
        text: qsTr("Loading %1").arg(root.page.title)
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(520, parent.width - 48)
        visible: root.page.state === EntityPageModel.NotFound || root.page.state === EntityPageModel.Nothing
        kind: EmptyState.Kind.NoMatch
        title: qsTr("There is no such entity")
        explanation: qsTr("No event in this store tells of \"%1\". It appears here as soon as one arrives.").arg(root.argument.length > 300 ? root.argument.slice(0, 300) + "..." : root.argument)
        actionText: root.app.navigator.canGoBack ? qsTr("Go back") : qsTr("Show all entities")
        onActed: root.goBack()
    }
    ErrorBox {
        anchors.centerIn: parent
        width: Math.min(520, parent.width - 48)
        visible: root.page.state === EntityPageModel.Unreadable
        title: qsTr("The entity could not be read")
        explanation: root.page.problem
        details: title + "\n" + explanation
        actionText: qsTr("Go back")
        onActed: root.goBack()
        onRetried: root.page.refresh()
        onCopied: details => root.copy(details, qsTr("Details"))
    }
}
