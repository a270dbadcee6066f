pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// A short explanation under the pointer; never the only place where something is said.
T.ToolTip {
    id: tip

    // A second line, quieter.
    property string detail
    property string keyText

    // Under the item; `margins` keeps it inside the window.
    x: 0
    y: parent ? parent.height + 6 : 0
    implicitWidth: Math.min(360, column.implicitWidth + 20)
    implicitHeight: column.implicitHeight + 14
    padding: 0
    delay: 500
    timeout: -1
    margins: 6
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent | T.Popup.CloseOnReleaseOutsideParent

    background: Rectangle {
        radius: Theme.radiusControl
        color: Theme.popupFill
        border.width: Theme.hairline
        border.color: Theme.lineStrong
    }
    contentItem: Item { // qmllint disable deferred-property-id
        Column {
            id: column

            x: 10
            y: 7
            width: Math.min(340, implicitWidth)

            Row {
                spacing: 8

                Sentence {
                    width: Math.min(implicitWidth, 340 - (key.visible ? key.width + 8 : 0))
                    sentence: tip.text
                    font: Theme.secondary
                    wrapMode: Text.Wrap
                }
                Kbd {
                    id: key

                    visible: tip.keyText.length > 0
                    text: tip.keyText
                }
            }
            Text {
                visible: tip.detail.length > 0
                width: Math.min(implicitWidth, 340)
                text: tip.detail
                font: Theme.secondary
                color: Theme.muted
                wrapMode: Text.Wrap
                textFormat: Text.PlainText
            }
        }
    }
}
