pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// An icon that acts. `text` is not drawn: it is the tooltip and the name that is read aloud, so it is required.
T.Button {
    id: button

    required text
    required property string iconName
    property bool small: false
    property bool outlined: false
    property int iconSize: Theme.iconSize
    property string keyText
    property color ink: button.small ? Theme.muted : Theme.text2

    // Ctrl Return is the dialog's or the page's.
    function press(event: var): void {
        if (event.modifiers & Qt.ControlModifier)
            event.accepted = false;
        else
            button.clicked();
    }

    implicitWidth: button.small ? Theme.px(24) : Theme.px(30)
    implicitHeight: implicitWidth
    padding: 0
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: button.text
    Keys.onReturnPressed: event => button.press(event)
    Keys.onEnterPressed: event => button.press(event)

    ToolTip {
        visible: button.hovered && button.text.length > 0
        text: button.text
        keyText: button.keyText
    }

    background: Rectangle {
        radius: button.small ? Theme.radiusChip : Theme.radiusControl
        color: button.down || button.checked ? Theme.selection : button.hovered ? Theme.hover : "transparent"
        border.width: button.outlined ? Theme.hairline : 0
        border.color: Theme.lineStrong

        FocusRing {
            visible: button.visualFocus
            cornerRadius: (parent as Rectangle).radius
        }
    }

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: button.iconName
            size: button.iconSize
            color: !button.enabled ? Theme.disabled : button.checked ? Theme.accentText : button.hovered ? Theme.text : button.ink
        }
    }
}
