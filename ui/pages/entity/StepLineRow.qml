pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Charts
import Binnacle.Controls
import Binnacle.Theme

// One step: what is known of it as text. Its bars are the chart's.
Rectangle {
    id: row

    required property int index
    required property string name
    required property string nameTip
    required property string mark
    required property string outcome
    required property string outcomeTone
    required property string attempts
    required property string attemptsTone
    required property string attemptsTip
    required property string queue
    required property string queueTone
    required property string run
    required property string runTip
    required property string times
    required property string timesTone
    required property double runMs
    required property double p95Ms
    required property string p95Tip
    required property bool failed
    required property string sentence
    required property StepHeads heads
    property bool current: false

    signal tapped

    function ink(tone: string): color {
        switch (tone) {
        case "":
            return Theme.text;
        case "text2":
            return Theme.text2;
        case "muted":
            return Theme.muted;
        default:
            return Theme.statusColor(tone);
        }
    }

    component Cell: Label {
        id: cell

        property string tip
        property bool missing: cell.text === "–"

        leftPadding: Theme.cellPadding
        rightPadding: Theme.cellPadding
        height: row.height
        Accessible.ignored: true

        HoverHandler {
            id: over
        }
        ToolTip {
            visible: over.hovered && text.length > 0
            text: cell.tip.length > 0 ? cell.tip : cell.truncated ? cell.text : ""
        }
    }

    implicitHeight: Theme.rowNormal
    color: {
        if (row.current)
            return Theme.selection;
        if (pointer.hovered)
            return Theme.hover;
        return row.failed ? Theme.mix(Theme.statusFailed, Theme.surface, 0.08) : Theme.surface;
    }
    Accessible.role: Accessible.Row
    Accessible.name: row.sentence
    Accessible.focused: row.current

    HoverHandler {
        id: pointer
    }
    TapHandler {
        onTapped: row.tapped()
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: row.current ? Theme.selectionLine : Theme.line
    }
    Rectangle {
        visible: row.current
        width: parent.width
        height: 1
        color: Theme.selectionLine
    }
    Rectangle {
        visible: row.current
        width: Theme.selectedBar
        height: parent.height
        color: Theme.accentText
    }
    StatusMark {
        x: 12
        anchors.verticalCenter: parent.verticalCenter
        status: row.mark
    }
    Cell {
        x: 12 + Theme.px(Theme.markSize) + 7
        leftPadding: 0
        width: row.heads.nameWidth - x
        text: row.name
        font: Theme.bodyStrong
        color: row.attempts === "0" ? Theme.text2 : Theme.text
        elide: Text.ElideMiddle
        tip: truncated || row.nameTip !== row.name ? row.nameTip : ""
    }
    Cell {
        x: row.heads.outcomeX
        width: row.heads.outcomeWidth
        text: row.outcome
        color: row.ink(row.outcomeTone)
    }
    Cell {
        visible: !row.heads.brief
        x: row.heads.attemptsX
        width: row.heads.attemptsWidth
        text: row.attempts
        font: row.attemptsTone === "late" || row.attemptsTone === "failed" ? Theme.bodyStrong : Theme.body
        color: row.ink(row.attemptsTone)
        tip: row.attemptsTip
    }
    Cell {
        visible: !row.heads.brief
        x: row.heads.queueX
        width: row.heads.queueWidth
        horizontalAlignment: Text.AlignRight
        text: row.queue.length > 0 ? row.queue : "–"
        color: missing ? Theme.muted : row.ink(row.queueTone)
    }
    Cell {
        x: row.heads.runX
        width: row.heads.runWidth
        horizontalAlignment: Text.AlignRight
        text: row.run.length > 0 ? row.run : "–"
        color: missing ? Theme.muted : Theme.text
        tip: row.runTip
    }
    P95Bar {
        x: row.heads.p95X + Theme.cellPadding
        anchors.verticalCenter: parent.verticalCenter
        width: row.heads.p95Width - 2 * Theme.cellPadding - Theme.px(44)
        height: 12
        visible: row.times.length > 0
        value: row.runMs
        p95: row.p95Ms
        track: Theme.grid
        usual: Theme.controlBorder
        late: Theme.statusLate
        failed: Theme.statusFailed
        tick: Theme.text
    }
    Cell {
        x: row.heads.p95X
        width: row.heads.p95Width
        horizontalAlignment: row.times.length > 0 ? Text.AlignRight : Text.AlignLeft
        text: row.times.length > 0 ? row.times : "–"
        font: row.timesTone === "late" || row.timesTone === "failed" ? Theme.bodyStrong : Theme.body
        color: missing ? Theme.muted : row.ink(row.timesTone)
        tip: row.p95Tip
    }
}
