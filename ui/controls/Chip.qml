pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// A filter that is in force: "Status failed", with a cross that takes it away. Delete and Backspace do the same.
T.Control {
    id: chip

    // The name of the field, quieter; may be empty.
    property string name
    required property string value
    // A status word whose mark stands before the name.
    property string mark
    property bool removable: true

    signal removed
    signal clicked

    implicitWidth: row.implicitWidth + (chip.removable ? 14 : 18)
    implicitHeight: Theme.chipHeight
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Filter %1 %2").arg(chip.name).arg(chip.value)
    Accessible.description: chip.removable ? qsTr("Delete removes it.") : ""
    Accessible.onPressAction: chip.clicked()
    Keys.onReturnPressed: chip.clicked()
    Keys.onSpacePressed: chip.clicked()
    Keys.onDeletePressed: chip.removeIt()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace) {
            chip.removeIt();
            event.accepted = true;
        }
    }

    function removeIt(): void {
        if (chip.removable)
            chip.removed();
    }

    background: Rectangle {
        radius: Theme.radiusChip
        color: chip.hovered ? Theme.hover : Theme.raised
        border.width: Theme.hairline
        border.color: chip.hovered ? Theme.controlBorder : Theme.lineStrong

        FocusRing {
            visible: chip.visualFocus
            cornerRadius: Theme.radiusChip
        }
        TapHandler {
            onTapped: chip.clicked()
        }
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Row {
            id: row

            x: 9
            anchors.verticalCenter: parent.verticalCenter
            spacing: 5

            StatusMark {
                visible: chip.mark.length > 0
                status: chip.mark
                size: 10
                anchors.verticalCenter: parent.verticalCenter
            }
            Text {
                visible: chip.name.length > 0
                text: chip.name
                font: Theme.secondary
                color: Theme.muted
                textFormat: Text.PlainText
                anchors.verticalCenter: parent.verticalCenter
            }
            Text {
                text: chip.value
                font: Theme.secondary
                color: Theme.text
                textFormat: Text.PlainText
                width: Math.min(implicitWidth, 220)
                elide: Text.ElideMiddle
                anchors.verticalCenter: parent.verticalCenter
            }
            Item {
                visible: chip.removable
                width: Theme.px(16)
                height: chip.height
                anchors.verticalCenter: parent.verticalCenter

                Icon {
                    anchors.centerIn: parent
                    name: "close"
                    size: 12
                    color: cross.hovered ? Theme.text : Theme.muted
                }
                HoverHandler {
                    id: cross
                }
                TapHandler {
                    // Reaches over the chip's end, so that the target is 24 wide.
                    margin: 4
                    gesturePolicy: TapHandler.WithinBounds
                    onTapped: chip.removeIt()
                }
            }
        }
    }
}
