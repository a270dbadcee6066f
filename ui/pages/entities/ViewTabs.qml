pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Charts
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// Saved views with live counts. Ctrl 1 to 9 opens one; the menu renames, moves and deletes.
FocusScope {
    id: tabs

    required property EntitiesPageModel page

    signal renameRequested(row: int)

    implicitHeight: Theme.tabBarHeight
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Saved views")

    function openMenu(row: int, at: Item): void {
        menu.row = row;
        menu.popup(at, 0, at.height);
    }

    ListView {
        id: list

        anchors.left: parent.left
        anchors.leftMargin: Theme.pagePadding
        anchors.right: legend.visible ? legend.left : parent.right
        anchors.rightMargin: Theme.pagePadding
        height: parent.height
        orientation: ListView.Horizontal
        boundsBehavior: Flickable.StopAtBounds
        spacing: 2
        clip: true
        model: tabs.page.views
        activeFocusOnTab: true
        focus: true
        currentIndex: tabs.page.views.activeIndex
        highlightMoveDuration: 0
        Keys.onReturnPressed: tabs.page.openView(list.currentIndex)
        Keys.onSpacePressed: tabs.page.openView(list.currentIndex)
        Keys.onMenuPressed: {
            if (list.currentItem)
                tabs.openMenu(list.currentIndex, list.currentItem);
        }

        delegate: Tab {
            id: tab

            required property int index
            required property string name
            required countText
            required property bool active
            required property bool own
            required property string queryText

            text: tab.name
            pill: true
            checkable: false
            checked: tab.active
            focusPolicy: Qt.NoFocus
            Accessible.description: tab.queryText
            onClicked: tabs.page.openView(tab.index)

            Rectangle {
                anchors.fill: parent
                anchors.margins: 3
                visible: list.activeFocus && list.currentIndex === tab.index
                color: "transparent"
                radius: Theme.radiusChip
                border.width: Theme.focusWidth
                border.color: Theme.focus
            }
            ToolTip {
                visible: tab.hovered
                text: tab.queryText.length > 0 ? tab.queryText : qsTr("Every entity")
                keyText: tab.index < 9 ? qsTr("Ctrl %1").arg(tab.index + 1) : ""
            }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: tabs.openMenu(tab.index, tab)
            }
        }
    }
    Row {
        id: legend

        anchors.right: parent.right
        anchors.rightMargin: Theme.pagePadding
        anchors.verticalCenter: parent.verticalCenter
        visible: tabs.width > 1000
        spacing: 14

        Repeater {
            model: [
                {
                    "letter": "c",
                    "word": qsTr("completed")
                },
                {
                    "letter": "f",
                    "word": qsTr("failed")
                },
                {
                    "letter": "i",
                    "word": qsTr("in progress")
                },
                {
                    "letter": "p",
                    "word": qsTr("pending")
                }
            ]

            Row {
                id: entry

                required property var modelData

                spacing: 5

                StepBlocks {
                    anchors.verticalCenter: parent.verticalCenter
                    width: 6
                    height: 10
                    blocks: entry.modelData.letter
                    completed: Theme.statusCompleted
                    inProgress: Theme.statusInProgress
                    failed: Theme.statusFailed
                    pending: Theme.barPending
                }
                Label {
                    text: entry.modelData.word
                    font: Theme.caption
                    color: Theme.muted
                }
            }
        }
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
    Menu {
        id: menu

        property int row: -1

        MenuItem {
            text: qsTr("Rename...")
            enabled: tabs.page.views.isOwn(menu.row)
            onTriggered: tabs.renameRequested(menu.row)
        }
        MenuItem {
            text: qsTr("Move left")
            iconName: "left"
            enabled: menu.row > 0
            onTriggered: tabs.page.views.move(menu.row, menu.row - 1)
        }
        MenuItem {
            text: qsTr("Move right")
            iconName: "right"
            enabled: menu.row + 1 < tabs.page.views.count
            onTriggered: tabs.page.views.move(menu.row, menu.row + 1)
        }
        MenuDivider {}
        MenuItem {
            text: qsTr("Delete view")
            enabled: tabs.page.views.isOwn(menu.row)
            onTriggered: tabs.page.views.remove(menu.row)
        }
    }
}
