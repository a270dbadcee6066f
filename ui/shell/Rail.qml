pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// The pages at the left; under 1280 px or by "[" only their icons.
Rectangle {
    id: rail

    required property AppModel app
    required property bool collapsed

    signal collapseToggled

    implicitWidth: rail.collapsed ? Theme.railCollapsedWidth : Theme.railWidth
    color: Theme.surface
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages")

    Divider {
        anchors.right: parent.right
        height: parent.height
        vertical: true
        implicitWidth: 1
    }
    Item {
        id: brand

        x: 8
        width: parent.width - 17
        height: Theme.topBarHeight

        Icon {
            x: rail.collapsed ? (parent.width - width) / 2 : 9
            anchors.verticalCenter: parent.verticalCenter
            name: "compass"
            size: 22
            color: Theme.accentText
        }
        Label {
            x: 19 + Theme.px(22)
            height: parent.height
            visible: !rail.collapsed
            text: qsTr("Binnacle")
            font: Theme.dialogTitle
        }
    }
    RailEntries {
        x: 8
        anchors.top: brand.bottom
        width: parent.width - 17
        app: rail.app
        collapsed: rail.collapsed
        atFoot: false
    }
    Column {
        x: 8
        width: parent.width - 17
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 8
        spacing: 1

        RailEntries {
            width: parent.width
            app: rail.app
            collapsed: rail.collapsed
            atFoot: true
        }
        RailItem {
            width: parent.width
            iconName: rail.collapsed ? "expand" : "collapse"
            text: rail.collapsed ? qsTr("Expand") : qsTr("Collapse")
            collapsed: rail.collapsed
            keyText: "["
            onClicked: rail.collapseToggled()
        }
    }
}
