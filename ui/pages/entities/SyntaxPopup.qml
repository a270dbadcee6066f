pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Theme

// The query language on one card.
T.Popup {
    id: popup

    readonly property list<string> words: ["status:failed", "-project:docs", "org: type: id:", "current:review", "step:github-commit", "action:github-commit:failed", "updated:<2h", "created:>=2026-01-10", "retries:>2", "error:\"timed out\"", "release"]
    readonly property list<string> meanings: [qsTr("pending, in_progress, completed, failed or archived"), qsTr("a minus turns a filter into \"not\""), qsTr("the parts of an entity's address; id:order-* for a beginning"), qsTr("the step it is at"), qsTr("has this step; beside status:failed, that step failed"), qsTr("an action, and what became of it; steptype: likewise"), qsTr("less than 2 h ago; > means more; m, h, d, w"), qsTr("a day or an instant; < <= > >="), qsTr("numbers compare too"), qsTr("part of the latest error; quotes hold spaces together"), qsTr("a bare word: part of the entity's name")]

    readonly property int wordWidth: Theme.px(210)

    width: Theme.px(560)
    implicitHeight: column.implicitHeight + 24
    padding: 12
    margins: 8
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    background: Rectangle {
        radius: Theme.radiusPanel
        color: Theme.popupFill
        border.width: Theme.hairline
        border.color: Theme.lineStrong
    }
    Item {
        anchors.fill: parent

        Column {
            id: column

            width: parent.width
            spacing: 4

            Label {
                text: qsTr("Filter language")
                font: Theme.panelTitle
                Accessible.role: Accessible.Heading
            }
            Label {
                width: parent.width
                bottomPadding: 4
                text: qsTr("Different fields must all hold; of several on one field, any.")
                font: Theme.secondary
                color: Theme.muted
                wrapMode: Text.Wrap
            }
            Repeater {
                model: popup.words

                Row {
                    id: line

                    required property int index
                    required property string modelData

                    width: column.width
                    spacing: 12
                    Accessible.role: Accessible.StaticText
                    Accessible.name: line.modelData + ": " + popup.meanings[line.index]

                    Label {
                        width: popup.wordWidth
                        text: line.modelData
                        font: Theme.mono
                        color: Theme.accentText
                        Accessible.ignored: true
                    }
                    Label {
                        width: line.width - popup.wordWidth - line.spacing
                        text: popup.meanings[line.index]
                        font: Theme.secondary
                        color: Theme.text2
                        wrapMode: Text.Wrap
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
