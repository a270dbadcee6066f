pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// On, off, and where `tristate` is set, in part.
T.CheckBox {
    id: box

    // Read aloud where no text is drawn.
    property string label: box.text

    implicitWidth: Math.max(Theme.hitTargetMin, indicator.width + (box.text.length > 0 ? spacing + implicitContentWidth : 0))
    implicitHeight: Math.max(Theme.hitTargetMin, implicitContentHeight)
    padding: 0
    spacing: 7
    font: Theme.body
    hoverEnabled: true
    Accessible.role: Accessible.CheckBox
    Accessible.name: box.label
    Accessible.checkable: true
    Accessible.checked: box.checkState === Qt.Checked

    indicator: CheckMark {
        x: box.text.length > 0 ? 0 : (box.width - width) / 2
        y: (box.height - height) / 2
        checkState: box.checkState
        active: box.enabled
        hovered: box.hovered

        FocusRing {
            visible: box.visualFocus
            cornerRadius: Theme.radiusCheck
        }
    }
    contentItem: Text {
        leftPadding: box.indicator.width + box.spacing
        text: box.text
        font: box.font
        color: box.enabled ? Theme.text : Theme.disabled
        verticalAlignment: Text.AlignVCenter
        textFormat: Text.PlainText
        elide: Text.ElideRight
    }
}
