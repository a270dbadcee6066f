pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// One line of input. `label` is what assistive programs call it.
T.TextField {
    id: field

    required property string label
    property bool mono: false
    // Room that an icon or a button takes inside, at the left and right.
    property int leadingSpace: 0
    property int trailingSpace: 0
    // A sentence why the content is not accepted; empty: it is.
    property string problem

    implicitWidth: 200
    implicitHeight: Theme.fieldHeight
    leftPadding: 10 + field.leadingSpace
    rightPadding: 10 + field.trailingSpace
    topPadding: 0
    bottomPadding: 0
    verticalAlignment: TextInput.AlignVCenter
    font: field.mono ? Theme.mono : Theme.secondary
    color: field.enabled ? Theme.text : Theme.disabled
    placeholderTextColor: Theme.muted
    selectionColor: Theme.selectionLine
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    hoverEnabled: true
    Accessible.role: Accessible.EditableText
    Accessible.name: field.label
    Accessible.description: field.problem

    Text {
        x: field.leftPadding
        width: field.width - field.leftPadding - field.rightPadding
        height: field.height
        visible: field.length === 0 && field.preeditText.length === 0
        text: field.placeholderText
        font: field.font
        color: Theme.muted
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
        textFormat: Text.PlainText
        Accessible.ignored: true
    }

    background: Rectangle {
        radius: Theme.radiusControl
        color: Theme.sunken
        border.width: field.activeFocus ? Theme.focusWidth : Theme.hairline
        border.color: {
            if (!field.enabled)
                return Theme.line;
            if (field.problem.length > 0)
                return Theme.statusFailed;
            return field.activeFocus ? Theme.focus : field.hovered ? Theme.text2 : Theme.controlBorder;
        }
    }
}
