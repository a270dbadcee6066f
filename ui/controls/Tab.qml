pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// One tab, with a count where `countText` is not empty.
T.TabButton {
    id: tab

    property string countText
    // Counts in a pill (saved views) or plain (panels).
    property bool pill: false

    implicitWidth: row.implicitWidth + 20
    implicitHeight: Theme.tabBarHeight
    width: implicitWidth
    padding: 0
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: tab.countText.length > 0 ? tab.text + ", " + tab.countText : tab.text
    Accessible.selected: tab.checked
    Accessible.onPressAction: tab.toggle()

    background: Item {
        Rectangle {
            visible: tab.checked
            x: 8
            width: parent.width - 16
            height: 2
            anchors.bottom: parent.bottom
            color: Theme.accentText
        }
        FocusRing {
            visible: tab.visualFocus
            anchors.margins: 3
            cornerRadius: 1
        }
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Row {
            id: row

            anchors.centerIn: parent
            spacing: 6

            Text {
                text: tab.text
                font: tab.checked ? Theme.bodyStrong : Theme.body
                color: tab.checked || tab.hovered ? Theme.text : Theme.text2
                textFormat: Text.PlainText
                anchors.verticalCenter: parent.verticalCenter
            }
            Rectangle {
                visible: tab.countText.length > 0
                width: number.implicitWidth + (tab.pill ? 12 : 0)
                height: Theme.px(16)
                radius: 8
                color: !tab.pill ? "transparent" : tab.checked ? Theme.selection : Theme.raised
                anchors.verticalCenter: parent.verticalCenter

                Text {
                    id: number

                    anchors.centerIn: parent
                    text: tab.countText
                    font: Theme.caption
                    color: tab.pill && tab.checked ? Theme.text : Theme.muted
                    textFormat: Text.PlainText
                }
            }
        }
    }
}
