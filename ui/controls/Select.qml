pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// One of several: "Project All". `label` is the quiet word before the choice; `accessibleLabel` where none is drawn.
T.ComboBox {
    id: select

    property string label
    property string accessibleLabel: select.label
    property string iconName
    // Both edges and the arrow.
    readonly property int endRoom: 26 + Theme.px(12)
    readonly property int quietRoom: (quiet.visible ? quiet.implicitWidth + 6 : 0) + (select.iconName.length > 0 ? Theme.px(Theme.iconSmallSize) + 6 : 0)

    implicitWidth: select.endRoom + value.implicitWidth + select.quietRoom
    implicitHeight: Theme.buttonHeight
    padding: 0
    font: Theme.secondary
    hoverEnabled: true
    Accessible.role: Accessible.ComboBox
    Accessible.name: select.accessibleLabel.length > 0 ? select.accessibleLabel + ": " + select.displayText : select.displayText

    background: Rectangle {
        radius: Theme.radiusControl
        color: select.down || select.popup.visible ? Theme.selection : select.hovered ? Theme.hover : "transparent"
        border.width: Theme.hairline
        border.color: !select.enabled ? Theme.line : select.hovered ? Theme.controlBorder : Theme.lineStrong

        FocusRing {
            visible: select.visualFocus
        }
    }
    contentItem: Item { // qmllint disable deferred-property-id

        Row {
            id: row

            x: 11
            anchors.verticalCenter: parent.verticalCenter
            spacing: 6

            Icon {
                visible: select.iconName.length > 0
                name: select.iconName
                size: Theme.iconSmallSize
                anchors.verticalCenter: parent.verticalCenter
            }
            Text {
                id: quiet

                visible: select.label.length > 0
                text: select.label
                font: select.font
                color: select.enabled ? Theme.muted : Theme.disabled
                textFormat: Text.PlainText
            }
            Text {
                id: value

                text: select.displayText
                width: Math.min(implicitWidth, select.width - select.endRoom - select.quietRoom)
                font: select.font
                color: select.enabled ? Theme.text : Theme.disabled
                elide: Text.ElideRight
                textFormat: Text.PlainText
            }
        }
    }
    indicator: Icon {
        x: select.width - width - 9
        y: (select.height - height) / 2
        name: "down"
        size: 12
        color: select.enabled ? Theme.muted : Theme.disabled
    }
    delegate: SelectOption {
        required property int index

        width: ListView.view.width
        text: select.textAt(index)
        highlighted: select.highlightedIndex === index
        chosen: select.currentIndex === index
    }
    popup: T.Popup { // qmllint disable deferred-property-id
        y: select.height + 4
        width: Math.max(select.width, 160)
        implicitHeight: Math.min(list.contentHeight + 10, 360)
        padding: 5
        margins: 4

        background: Rectangle {
            radius: Theme.radiusPanel
            color: Theme.popupFill
            border.width: Theme.hairline
            border.color: Theme.lineStrong
        }
        contentItem: ListView { // qmllint disable deferred-property-id
            id: list

            clip: true
            implicitHeight: contentHeight
            model: select.popup.visible ? select.delegateModel : null
            currentIndex: select.highlightedIndex

            T.ScrollBar.vertical: ScrollBar {}
        }
    }
}
