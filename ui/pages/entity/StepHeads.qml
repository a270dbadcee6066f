pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// The heads of the steps' columns, and their places.
Item {
    id: heads

    // On a narrow page the words give way to the timeline.
    readonly property bool narrow: heads.width < 1100
    readonly property int nameWidth: Theme.px(heads.narrow ? 144 : 170)
    readonly property int outcomeWidth: Theme.px(heads.narrow ? 96 : 114)
    // With large text two columns give way as well; both are in the row that is read aloud and in the timeline.
    readonly property bool brief: heads.width < Theme.px(860)
    readonly property int attemptsWidth: heads.brief ? 0 : Theme.px(66)
    readonly property int queueWidth: heads.brief ? 0 : Theme.px(86)
    readonly property int runWidth: Theme.px(86)
    readonly property int p95Width: Theme.px(116)
    readonly property int outcomeX: heads.nameWidth
    readonly property int attemptsX: heads.outcomeX + heads.outcomeWidth
    readonly property int queueX: heads.attemptsX + heads.attemptsWidth
    readonly property int runX: heads.queueX + heads.queueWidth
    readonly property int p95X: heads.runX + heads.runWidth
    readonly property int columnsWidth: heads.p95X + heads.p95Width

    component Head: Label {
        id: head

        property string explanation

        leftPadding: Theme.cellPadding
        rightPadding: Theme.cellPadding
        height: heads.height
        font: Theme.columnHead
        color: Theme.muted
        Accessible.role: Accessible.ColumnHeader
        Accessible.description: head.explanation

        HoverHandler {
            id: pointer
        }
        ToolTip {
            visible: pointer.hovered && head.explanation.length > 0
            text: head.explanation
        }
    }

    Head {
        leftPadding: 12
        width: heads.nameWidth
        text: qsTr("Step")
    }
    Head {
        x: heads.outcomeX
        width: heads.outcomeWidth
        text: qsTr("Outcome")
    }
    Head {
        visible: !heads.brief
        x: heads.attemptsX
        width: heads.attemptsWidth
        text: qsTr("Attempts")
    }
    Head {
        visible: !heads.brief
        x: heads.queueX
        width: heads.queueWidth
        horizontalAlignment: Text.AlignRight
        text: qsTr("Queue")
        explanation: qsTr("From the latest end of another step to the first start of this one")
    }
    Head {
        x: heads.runX
        width: heads.runWidth
        horizontalAlignment: Text.AlignRight
        text: qsTr("Run")
        explanation: qsTr("How long the latest attempt took")
    }
    Head {
        x: heads.p95X
        width: heads.p95Width
        text: qsTr("vs p95")
        explanation: qsTr("The latest attempt against the 95th percentile of this step in its project; the tick is 1×")
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
