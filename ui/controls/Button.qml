pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// The button. Its text says what happens and to how many.
T.Button {
    id: button

    enum Kind { Normal, Primary, Quiet, Danger, DangerOutline, Link }
    enum Size { Medium, Small, Large, Hero }

    property int kind: Button.Kind.Normal
    property int size: Button.Size.Medium
    property string iconName
    // The key that does the same, shown inside: "Ctrl Return".
    property string keyText
    // Why it cannot be used now, or more about what it does.
    property string tip
    // A second icon at the end, for example "down" where a menu follows.
    property string trailingIcon

    readonly property bool isFilled: button.kind === Button.Kind.Primary || button.kind === Button.Kind.Danger
    readonly property color ink: {
        if (!button.enabled)
            return Theme.disabled;
        switch (button.kind) {
        case Button.Kind.Primary:
            return Theme.accentInk;
        case Button.Kind.Danger:
            return Theme.dangerInk;
        case Button.Kind.DangerOutline:
            return Theme.envProduction;
        case Button.Kind.Link:
            return Theme.accentText;
        case Button.Kind.Quiet:
            return button.hovered ? Theme.text : Theme.text2;
        default:
            return Theme.text;
        }
    }
    readonly property color iconInk: {
        if (!button.enabled || button.isFilled || button.kind === Button.Kind.DangerOutline || button.kind === Button.Kind.Link)
            return button.ink;
        return button.hovered ? Theme.text : Theme.muted;
    }
    readonly property color fill: {
        switch (button.kind) {
        case Button.Kind.Primary:
            return button.down || button.hovered ? Theme.accentHover : Theme.accent;
        case Button.Kind.Danger:
            return button.down || button.hovered ? Qt.darker(Theme.danger, 1.12) : Theme.danger;
        case Button.Kind.Normal:
            return button.down ? Theme.selection : button.hovered ? Theme.hover : Theme.buttonFill;
        case Button.Kind.Link:
            return "transparent";
        default:
            return button.down ? Theme.selection : button.hovered ? Theme.hover : "transparent";
        }
    }

    // Ctrl Return is the dialog's or the page's.
    function press(event: var): void {
        if (event.modifiers & Qt.ControlModifier)
            event.accepted = false;
        else
            button.clicked();
    }

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: {
        switch (button.size) {
        case Button.Size.Small:
            return Theme.buttonSmallHeight;
        case Button.Size.Large:
            return Theme.buttonLargeHeight;
        case Button.Size.Hero:
            return Theme.buttonHeroHeight;
        default:
            return button.kind === Button.Kind.Link ? Theme.hitTargetMin : Theme.buttonHeight;
        }
    }
    leftPadding: button.kind === Button.Kind.Link ? 4 : button.size === Button.Size.Small ? 9 : button.size === Button.Size.Medium ? 11 : 15
    rightPadding: leftPadding
    topPadding: 0
    bottomPadding: 0
    spacing: 6
    font: button.size >= Button.Size.Large ? Theme.bodyStrong : Theme.button
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: button.text
    Accessible.description: button.tip
    Keys.onReturnPressed: event => button.press(event)
    Keys.onEnterPressed: event => button.press(event)

    ToolTip {
        visible: button.hovered && button.tip.length > 0
        text: button.tip
    }

    background: Rectangle {
        radius: button.size === Button.Size.Small ? Theme.radiusChip : Theme.radiusControl
        color: button.enabled ? button.fill : "transparent"
        border.width: button.kind === Button.Kind.Link || (button.kind === Button.Kind.Quiet && !button.down) ? 0 : Theme.hairline
        border.color: {
            if (!button.enabled)
                return Theme.line;
            if (button.isFilled)
                return button.fill;
            if (button.kind === Button.Kind.DangerOutline)
                return Theme.envProduction;
            if (button.kind === Button.Kind.Quiet)
                return "transparent";
            return button.hovered ? Theme.controlBorder : Theme.lineStrong;
        }

        // Under the pointer only: a change of theme jumps.
        Behavior on color {
            enabled: button.hovered

            ColorAnimation {
                duration: Theme.hoverMs
                easing.type: Theme.easing
            }
        }

        FocusRing {
            visible: button.visualFocus
            cornerRadius: (parent as Rectangle).radius
        }
    }

    contentItem: Item { // qmllint disable deferred-property-id
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row

            anchors.centerIn: parent
            spacing: button.spacing

            Icon {
                visible: button.iconName.length > 0
                name: button.iconName
                color: button.iconInk
                size: Theme.iconSmallSize
                anchors.verticalCenter: parent.verticalCenter
            }
            Text {
                visible: button.text.length > 0
                text: button.text
                font.family: button.font.family
                font.pixelSize: button.font.pixelSize
                font.weight: button.font.weight
                font.hintingPreference: Font.PreferNoHinting
                font.underline: button.kind === Button.Kind.Link && button.hovered
                color: button.ink
                textFormat: Text.PlainText
                anchors.verticalCenter: parent.verticalCenter
            }
            Kbd {
                visible: button.keyText.length > 0
                text: button.keyText
                filled: !button.isFilled
                ink: button.isFilled || !button.enabled ? button.ink : Theme.muted
                outline: !button.enabled ? Theme.line : button.isFilled ? Theme.inkLine : Theme.lineStrong
                anchors.verticalCenter: parent.verticalCenter
            }
            Icon {
                visible: button.trailingIcon.length > 0
                name: button.trailingIcon
                color: button.iconInk
                size: 12
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
