pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// On or off, at once. `label` is read aloud where no text is drawn.
T.Switch {
    id: control

    property string label: control.text

    implicitWidth: indicator.width + (control.text.length > 0 ? spacing + implicitContentWidth : 0)
    implicitHeight: Math.max(Theme.hitTargetMin, implicitContentHeight)
    padding: 0
    spacing: 8
    font: Theme.body
    hoverEnabled: true
    Accessible.role: Accessible.CheckBox
    Accessible.name: control.label
    Accessible.checkable: true
    Accessible.checked: control.checked

    indicator: Rectangle {
        y: (control.height - height) / 2
        width: 26
        height: 14
        radius: 7
        color: control.checked ? (control.enabled ? Theme.accent : Theme.disabled) : "transparent"
        border.width: control.checked ? 0 : 1
        border.color: !control.enabled ? Theme.line : control.hovered ? Theme.text2 : Theme.controlBorder

        Rectangle {
            x: control.checked ? 15 : 3
            anchors.verticalCenter: parent.verticalCenter
            width: 8
            height: 8
            radius: 4
            color: control.checked ? Theme.accentInk : control.enabled ? Theme.controlBorder : Theme.line
        }
        FocusRing {
            visible: control.visualFocus
            cornerRadius: 7
        }
    }
    contentItem: Text {
        leftPadding: control.indicator.width + control.spacing
        text: control.text
        font: control.font
        color: control.enabled ? Theme.text : Theme.disabled
        verticalAlignment: Text.AlignVCenter
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
    }
}
