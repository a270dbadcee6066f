pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// The list of entities: saved views, filter, table, preview. The argument of its route is a query.
Page {
    id: root

    objectName: "entitiesPage"

    required property AppModel app
    readonly property EntitiesPageModel page: root.app.entities
    readonly property bool drawerOverlays: (root.Window.window?.width ?? root.width) < 1180

    function focusFilter(): bool {
        query.focusText();
        return true;
    }
    function refresh(): void {
        root.page.refresh();
    }
    function handleEscape(): bool {
        return root.page.escape();
    }
    function runCommand(name: string): bool {
        if (name === "export")
            root.openExport(false);
        return name === "export";
    }
    function openColumns(): void {
        columns.open();
    }
    function openExport(selectionOnly: bool): void {
        exporting.start(selectionOnly);
    }
    function openSave(): void {
        naming.saveNew();
    }
    function openSyntax(): void {
        syntaxCard.open();
    }

    // A link without a query leaves the filter as it was.
    onArgumentChanged: {
        if (root.argument.length > 0 && root.argument !== root.page.filter.appliedText)
            root.page.showQuery(root.argument);
    }
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Entities")
    Keys.onPressed: event => {
        if (content.takeKey(event))
            event.accepted = true;
    }

    Connections {
        target: root.page.filter

        // The way back leads to what was shown.
        function onApplied(): void {
            root.app.navigator.setArgument(root.page.filter.appliedText);
        }
    }
    Repeater {
        model: 9

        Item {
            id: viewKey

            required property int index

            Shortcut {
                sequence: "Ctrl+" + (viewKey.index + 1)
                enabled: viewKey.index < root.page.views.count
                onActivated: root.page.openView(viewKey.index)
            }
        }
    }
    Connections {
        target: root.page

        function onNotice(text: string, isProblem: bool): void {
            root.notify(isProblem ? "failed" : "completed", text);
        }
    }

    EntitiesHeader {
        id: header

        width: parent.width
        page: root.page
        onColumnsRequested: root.openColumns()
        onExportRequested: root.openExport(false)
    }
    ViewTabs {
        id: tabs

        anchors.top: header.bottom
        width: parent.width
        page: root.page
        onRenameRequested: row => naming.rename(row)
    }
    Item {
        id: filterRow

        anchors.top: tabs.bottom
        anchors.topMargin: 10
        x: Theme.pagePadding
        width: parent.width - 2 * Theme.pagePadding
        height: query.height

        QueryField {
            id: query

            anchors.left: parent.left
            anchors.right: save.left
            anchors.rightMargin: Theme.spaceS
            filter: root.page.filter
            onEscaped: content.table.forceActiveFocus(Qt.OtherFocusReason)
        }
        Button {
            id: save

            anchors.right: syntax.left
            anchors.rightMargin: Theme.spaceS
            anchors.verticalCenter: parent.verticalCenter
            iconName: "bookmark"
            text: qsTr("Save")
            tip: qsTr("Keep this filter as a view")
            enabled: root.page.filter.count > 0
            onClicked: root.openSave()
        }
        Button {
            id: syntax

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            kind: Button.Kind.Quiet
            iconName: "info"
            text: qsTr("Syntax")
            onClicked: root.openSyntax()

            SyntaxPopup {
                id: syntaxCard

                x: syntax.width - width
                y: syntax.height + 6
            }
        }
    }
    Label {
        id: problem

        anchors.top: filterRow.bottom
        anchors.topMargin: visible ? 4 : 0
        x: Theme.pagePadding
        width: parent.width - 2 * Theme.pagePadding
        height: visible ? implicitHeight : 0
        visible: root.page.filter.problem.length > 0
        text: root.page.filter.problem
        font: Theme.secondary
        color: Theme.statusFailed
        Accessible.role: Accessible.AlertMessage
    }
    FilterChips {
        id: chips

        anchors.top: problem.bottom
        anchors.topMargin: Theme.spaceS
        x: Theme.pagePadding
        width: parent.width - 2 * Theme.pagePadding
        filter: root.page.filter
        onWordRequested: word => query.begin(word)
    }
    EntitiesTable {
        id: content

        anchors.top: chips.bottom
        anchors.topMargin: 10
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.spaceM
        anchors.left: parent.left
        anchors.leftMargin: Theme.pagePadding
        anchors.right: parent.right
        anchors.rightMargin: Theme.pagePadding + (drawer.visible && !root.drawerOverlays ? drawer.width + Theme.panelGap : 0)
        page: root.page
        readOnly: root.app.status.readOnly
        onOpened: key => root.navigate("entity", key)
        onColumnsRequested: root.openColumns()
        onExportRequested: root.openExport(true)
        onImportRequested: root.app.importer.open()
        onProblemCopied: text => {
            root.app.copyText(text);
            root.notify("completed", qsTr("Details copied"));
        }
    }
    PreviewDrawer {
        id: drawer

        anchors.top: content.top
        anchors.bottom: content.bottom
        // Over the table it leaves the bulk bar free.
        anchors.bottomMargin: root.drawerOverlays && root.page.selectedCount > 0 ? Theme.px(40) + 1 : 0
        anchors.right: parent.right
        anchors.rightMargin: Theme.pagePadding
        width: Theme.drawerWidth
        visible: root.page.previewOpen
        page: root.page
        onOpened: key => root.navigate("entity", key)
        onStepped: by => content.table.goTo(content.table.currentRow + by)
    }

    ColumnsPopup {
        id: columns

        x: root.width - width - Theme.pagePadding
        y: header.height
        columnList: root.page.table.columnList
    }
    SaveViewDialog {
        id: naming

        page: root.page
    }
    ExportDialog {
        id: exporting

        page: root.page
    }
}
