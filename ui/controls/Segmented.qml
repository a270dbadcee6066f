pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// Two to five choices side by side, one of them on. Left and Right move, as in a group of radio buttons.
T.Control {
    id: segmented

    // What is shown; `currentIndex` is the choice.
    required property list<string> options
    // What the group is about, read before the choice.
    required property string label
    property int currentIndex: 0
    property bool small: false

    signal chosen(index: int)

    function choose(index: int): void {
        if (index < 0 || index >= segmented.options.length || index === segmented.currentIndex)
            return;
        segmented.currentIndex = index;
        segmented.chosen(index);
    }

    implicitWidth: row.implicitWidth + 2
    implicitHeight: segmented.small ? Theme.buttonSmallHeight : Theme.buttonHeight
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: segmented.label + ": " + (segmented.options[segmented.currentIndex] ?? "")
    Accessible.checked: true
    Keys.onLeftPressed: segmented.choose(segmented.currentIndex - 1)
    Keys.onRightPressed: segmented.choose(segmented.currentIndex + 1)

    background: Rectangle {
        radius: Theme.radiusControl
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.lineStrong
        z: 1

        FocusRing {
            visible: segmented.visualFocus
        }
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Row {
            id: row

            x: 1
            y: 1
            height: parent.height - 2

            Repeater {
                model: segmented.options

                Item {
                    id: option

                    required property int index
                    required property string modelData
                    readonly property bool isOn: option.index === segmented.currentIndex

                    width: text.implicitWidth + (segmented.small ? 17 : 21)
                    height: row.height

                    Rectangle {
                        anchors.fill: parent
                        // The group's corners stay round where its first or last part is filled.
                        radius: option.index === 0 || option.index === segmented.options.length - 1 ? Theme.radiusControl - 1 : 0
                        color: option.isOn ? Theme.selection : pointer.hovered ? Theme.hover : "transparent"
                    }
                    Rectangle {
                        visible: option.index > 0
                        width: 1
                        height: parent.height
                        color: Theme.line
                    }
                    Rectangle {
                        visible: option.isOn
                        anchors.bottom: parent.bottom
                        anchors.left: parent.left
                        anchors.right: parent.right
                        anchors.leftMargin: option.index === 0 ? 2 : 0
                        anchors.rightMargin: option.index === segmented.options.length - 1 ? 2 : 0
                        height: 2
                        color: Theme.accentText
                    }
                    Text {
                        id: text

                        anchors.centerIn: parent
                        text: option.modelData
                        font: option.isOn ? Theme.button : Theme.secondary
                        color: !segmented.enabled ? Theme.disabled : option.isOn ? Theme.text : Theme.text2
                        textFormat: Text.PlainText
                    }
                    HoverHandler {
                        id: pointer
                    }
                    TapHandler {
                        onTapped: segmented.choose(option.index)
                    }
                }
            }
        }
    }
}
