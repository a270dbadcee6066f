pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// Title, how many, and what can be done with the whole list.
Item {
    id: header

    required property EntitiesPageModel page

    signal columnsRequested
    signal exportRequested

    implicitHeight: Theme.pageHeaderHeight

    Row {
        anchors.left: parent.left
        anchors.leftMargin: Theme.pagePadding
        anchors.right: buttons.left
        anchors.rightMargin: Theme.spaceM
        height: parent.height
        spacing: Theme.spaceM
        clip: true

        Label {
            id: title

            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Entities")
            font: Theme.pageTitle
            Accessible.role: Accessible.Heading
        }
        Label {
            anchors.baseline: title.baseline
            text: header.page.countText
            color: Theme.muted
        }
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.pagePadding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.spaceS

        Button {
            text: qsTr("Columns")
            iconName: "columns"
            onClicked: header.columnsRequested()
        }
        Segmented {
            label: qsTr("Row height")
            options: [qsTr("Normal"), qsTr("Compact")]
            currentIndex: header.page.compact ? 1 : 0
            onChosen: index => header.page.compact = index === 1
        }
        Button {
            text: qsTr("Export")
            iconName: "export"
            enabled: header.page.state === EntitiesPageModel.Rows
            tip: enabled ? "" : qsTr("There are no rows to export")
            onClicked: header.exportRequested()
        }
    }
}
