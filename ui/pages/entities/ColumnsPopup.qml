pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// Which columns there are, in which order, and which are masked. Alt with Up and Down moves the current one.
T.Popup {
    id: popup

    required property EntityColumnsModel columnList

    width: 300
    implicitHeight: Math.min(list.contentHeight + foot.height + head.height + 16, 560)
    padding: 6
    margins: 8
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onOpened: list.forceActiveFocus(Qt.PopupFocusReason)

    background: Rectangle {
        radius: Theme.radiusPanel
        color: Theme.popupFill
        border.width: Theme.hairline
        border.color: Theme.lineStrong
    }
    FocusScope {
        anchors.fill: parent
        focus: true

        Label {
            id: head

            x: 8
            width: parent.width - 16
            height: Theme.px(24)
            text: qsTr("Columns")
            font: Theme.captionStrong
            color: Theme.muted
            Accessible.role: Accessible.Heading
        }
        ListView {
            id: list

            anchors.top: head.bottom
            anchors.bottom: foot.top
            width: parent.width
            focus: true
            clip: true
            model: popup.columnList
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Columns")
            Keys.onSpacePressed: (list.currentItem as ColumnLine)?.toggle()
            Keys.onReturnPressed: (list.currentItem as ColumnLine)?.toggle()
            Keys.onPressed: event => {
                if (!(event.modifiers & Qt.AltModifier) || (event.key !== Qt.Key_Up && event.key !== Qt.Key_Down))
                    return;
                const to = list.currentIndex + (event.key === Qt.Key_Up ? -1 : 1);
                if (to >= 0 && to < list.count)
                    popup.columnList.move(list.currentIndex, to);
                event.accepted = true;
            }

            T.ScrollBar.vertical: ScrollBar {}

            delegate: ColumnLine {
                width: list.width
                current: list.activeFocus && ListView.isCurrentItem
                last: list.count - 1
                onShownToggled: (row, shown) => popup.columnList.setShown(row, shown)
                onMaskToggled: (row, masked) => popup.columnList.setMasked(row, masked)
                onMoved: (from, to) => popup.columnList.move(from, to)
                onPressed: row => list.currentIndex = row
            }
        }
        Item {
            id: foot

            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.px(34)

            Divider {
                width: parent.width
            }
            Button {
                x: 4
                anchors.verticalCenter: parent.verticalCenter
                kind: Button.Kind.Link
                text: qsTr("Restore the first columns")
                onClicked: popup.columnList.restore()
            }
        }
    }
}
