pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// The footer while rows are selected: how many, and what can be done with them. It never covers rows.
Rectangle {
    id: bar

    required property EntitiesPageModel page
    readonly property bool isOpen: bar.page.selectedCount > 0
    readonly property bool isMany: bar.page.selectedCount > 1

    signal exportRequested

    height: bar.isOpen ? Theme.px(40) : 0
    visible: bar.isOpen
    color: Theme.selection
    Accessible.role: Accessible.ToolBar
    Accessible.name: bar.page.selectionText

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.selectionLine
    }
    Row {
        anchors.left: parent.left
        anchors.leftMargin: 12
        height: parent.height
        spacing: Theme.spaceS

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: bar.page.selectionText
            font: Theme.panelTitle
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: bar.page.selectionState !== 2 && bar.page.totalText.length > 0
            text: qsTr("of %1").arg(bar.page.totalText)
            color: Theme.muted
        }
        Item {
            width: 6
            height: 1
        }
        Button {
            anchors.verticalCenter: parent.verticalCenter
            kind: Button.Kind.Primary
            iconName: "copy"
            text: bar.isMany ? qsTr("Copy keys") : qsTr("Copy key")
            onClicked: bar.page.copyKeys()
        }
        Button {
            anchors.verticalCenter: parent.verticalCenter
            iconName: "table"
            text: bar.isMany ? qsTr("Copy rows") : qsTr("Copy row")
            onClicked: bar.page.copyRows()
        }
        Button {
            anchors.verticalCenter: parent.verticalCenter
            iconName: "export"
            text: qsTr("Export")
            onClicked: bar.exportRequested()
        }
    }
    Button {
        anchors.right: parent.right
        anchors.rightMargin: 12
        anchors.verticalCenter: parent.verticalCenter
        kind: Button.Kind.Quiet
        text: qsTr("Clear")
        keyText: "Esc"
        onClicked: bar.page.table.clearSelection()
    }
}
