pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Theme

// One entry of the rail: icon, name, open problems; collapsed the count becomes a dot.
T.Button {
    id: item

    required property string iconName
    property bool collapsed: false
    property bool current: false
    property string keyText
    property int count: 0
    property string countText: item.count
    property string tone: "muted"
    readonly property color toneColor: item.tone === "muted" ? Theme.muted : Theme.statusColor(item.tone)

    implicitHeight: Theme.navItemHeight
    padding: 0
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: item.count > 0 ? qsTr("%1, %2 open").arg(item.text).arg(item.countText) : item.text
    Accessible.selected: item.current
    Keys.onReturnPressed: item.clicked()

    ToolTip {
        x: item.width + 8
        y: (item.height - implicitHeight) / 2
        visible: item.hovered && item.collapsed
        text: item.text
        keyText: item.keyText
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: item.current ? Theme.navActive : item.hovered ? Theme.hover : "transparent"

        Rectangle {
            visible: item.current
            x: -8
            y: 6
            width: 3
            height: parent.height - 12
            radius: 1.5
            color: Theme.accentText
        }
        FocusRing {
            visible: item.visualFocus
            anchors.margins: 0
        }
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Icon {
            x: item.collapsed ? (item.width - width) / 2 : 9
            anchors.verticalCenter: parent.verticalCenter
            name: item.iconName
            color: item.current ? Theme.accentText : item.hovered ? Theme.text : Theme.muted
        }
        Label {
            x: 19 + Theme.px(Theme.iconSize)
            width: Math.max(0, (number.visible ? number.x : key.visible ? key.x : parent.width) - x - 6)
            height: parent.height
            visible: !item.collapsed
            text: item.text
            font: item.current ? Theme.bodyStrong : Theme.body
            color: item.current || item.hovered ? Theme.text : Theme.text2
            Accessible.ignored: true
        }
        Label {
            id: number

            anchors.right: parent.right
            anchors.rightMargin: 9
            height: parent.height
            visible: !item.collapsed && item.count > 0
            text: item.countText
            font: Theme.captionStrong
            color: item.toneColor
            Accessible.ignored: true
        }
        Kbd {
            id: key

            anchors.right: parent.right
            anchors.rightMargin: 9
            anchors.verticalCenter: parent.verticalCenter
            visible: !item.collapsed && item.keyText.length === 1
            text: item.keyText
        }
        Rectangle {
            visible: item.collapsed && item.count > 0
            x: item.width - 11
            y: 4
            width: 7
            height: 7
            radius: 3.5
            color: item.toneColor
            border.width: 1
            border.color: Theme.surface
        }
    }
}
