pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

T.RadioButton {
    id: radio

    implicitWidth: indicator.width + spacing + implicitContentWidth
    implicitHeight: Math.max(Theme.hitTargetMin, implicitContentHeight)
    padding: 0
    spacing: 7
    font: Theme.body
    hoverEnabled: true
    Accessible.role: Accessible.RadioButton
    Accessible.name: radio.text
    Accessible.checkable: true
    Accessible.checked: radio.checked

    indicator: Rectangle {
        y: (radio.height - height) / 2
        width: 14
        height: 14
        radius: 7
        color: "transparent"
        border.width: 1
        border.color: !radio.enabled ? Theme.line : radio.checked ? Theme.accentText : radio.hovered ? Theme.text2 : Theme.controlBorder

        Rectangle {
            anchors.centerIn: parent
            visible: radio.checked
            width: 6
            height: 6
            radius: 3
            color: radio.enabled ? Theme.accentText : Theme.disabled
        }
        FocusRing {
            visible: radio.visualFocus
            cornerRadius: 7
        }
    }
    contentItem: Text {
        leftPadding: radio.indicator.width + radio.spacing
        text: radio.text
        font: radio.font
        color: radio.enabled ? Theme.text : Theme.disabled
        verticalAlignment: Text.AlignVCenter
        textFormat: Text.PlainText
        elide: Text.ElideRight
    }
}
