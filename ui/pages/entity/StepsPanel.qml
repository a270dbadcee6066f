pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Pages.Entity
import Binnacle.Theme

// A row a step, with the timeline at the right.
Panel {
    id: panel

    required property EntityPageModel page
    readonly property EntityTimeline timeline: panel.page.timeline
    readonly property bool hasSteps: panel.page.steps.count > 0
    readonly property int columnsWidth: columnHeads.columnsWidth

    signal copyRequested(text: string, what: string)

    title: qsTr("Steps and timeline")
    subtitle: {
        if (!panel.hasSteps)
            return qsTr("no event told of a step");
        const ran = panel.timeline.ranText;
        const note = panel.timeline.note;
        return ran.length > 0 && note.length > 0 ? ran + "; " + note : ran + note;
    }
    headerLine: panel.hasSteps
    implicitHeight: Theme.panelHeaderHeight + 2 + (panel.hasSteps ? Theme.columnHeadHeight + panel.page.steps.count * Theme.rowNormal : 0)
    actions: [
        TimelineLegend {
            anchors.verticalCenter: parent?.verticalCenter
            visible: panel.hasSteps && panel.width > 1080
        },
        Segmented {
            anchors.verticalCenter: parent?.verticalCenter
            visible: panel.hasSteps
            small: true
            label: qsTr("Idle time")
            options: [qsTr("Folded"), qsTr("Real time")]
            currentIndex: panel.timeline.folded ? 0 : 1
            onChosen: index => panel.timeline.folded = index === 0
        }
    ]

    StepHeads {
        id: columnHeads

        width: parent.width
        height: Theme.columnHeadHeight
        visible: panel.hasSteps
    }
    ListView {
        id: list

        objectName: "steps"
        anchors.top: columnHeads.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        visible: panel.hasSteps
        activeFocusOnTab: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        reuseItems: true
        highlightMoveDuration: 0
        keyNavigationEnabled: true
        currentIndex: -1
        model: panel.page.steps
        delegate: StepLineRow {
            width: list.width
            heads: columnHeads
            current: list.activeFocus && list.currentIndex === index
            onTapped: {
                list.forceActiveFocus(Qt.MouseFocusReason);
                list.currentIndex = index;
            }
        }
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Steps")
        Accessible.focusable: true
        onActiveFocusChanged: {
            if (list.activeFocus && list.currentIndex < 0)
                list.currentIndex = 0;
        }
        Keys.onPressed: event => {
            if (event.matches(StandardKey.Copy))
                panel.copyRequested(panel.page.steps.rowText(list.currentIndex), qsTr("Row"));
            else if (event.key === Qt.Key_J && event.modifiers === Qt.NoModifier)
                list.incrementCurrentIndex();
            else if (event.key === Qt.Key_K && event.modifiers === Qt.NoModifier)
                list.decrementCurrentIndex();
            else if (event.key === Qt.Key_Home)
                list.currentIndex = 0;
            else if (event.key === Qt.Key_End)
                list.currentIndex = list.count - 1;
            else
                return;
            event.accepted = true;
        }
        T.ScrollBar.vertical: ScrollBar {}
    }
    TimelineChart {
        id: chart

        anchors.top: columnHeads.top
        anchors.bottom: list.bottom
        anchors.right: parent.right
        width: Math.max(1, parent.width - columnHeads.columnsWidth)
        visible: panel.hasSteps && chart.height > 0
        timeline: panel.timeline
        headHeight: columnHeads.height
        rowHeight: Theme.rowNormal
        scrollX: across.size < 1 ? across.position * chart.contentWidth : 0
        scrollY: list.contentY
        font: Theme.caption
        completed: Theme.statusCompleted
        inProgress: Theme.statusInProgress
        failed: Theme.statusFailed
        late: Theme.statusLate
        outline: Theme.controlBorder
        foldFill: Qt.rgba(Theme.bg.r, Theme.bg.g, Theme.bg.b, 0.7)
        foldLine: Theme.lineStrong
        ink: Theme.muted
        cut: Theme.glyphCut
        Accessible.role: Accessible.Chart
        Accessible.name: panel.timeline.sentence

        HoverHandler {
            id: pointer

            readonly property int bar: pointer.hovered ? chart.barAt(pointer.point.position.x, pointer.point.position.y) : -1
        }
        Item {
            readonly property rect box: chart.barRect(pointer.bar)

            x: Math.max(0, Math.min(chart.width - 1, box.x))
            y: box.y
            width: 1
            height: box.height

            ToolTip {
                visible: pointer.bar >= 0
                delay: 150
                text: chart.barTitle(pointer.bar)
                detail: chart.barTimes(pointer.bar)
            }
        }
        WheelHandler {
            orientation: Qt.Horizontal
            acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
            enabled: across.size < 1
            onWheel: event => across.position = Math.max(0, Math.min(1 - across.size, across.position - event.angleDelta.x / 120 * 40 / chart.contentWidth))
        }
    }
    // Short: the history below is made of the same events and says why.
    Row {
        anchors.horizontalCenter: chart.horizontalCenter
        y: columnHeads.height + (Theme.rowNormal - height) / 2
        visible: panel.hasSteps && panel.timeline.problem.length > 0 && panel.timeline.empty
        spacing: 8

        StatusMark {
            anchors.verticalCenter: parent.verticalCenter
            status: "failed"
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("The timeline could not be read")
            color: Theme.text2
        }
        Button {
            kind: Button.Kind.Link
            text: qsTr("Try again")
            onClicked: panel.page.refresh()
        }
    }
    ScrollBar {
        id: across

        anchors.left: chart.left
        anchors.right: chart.right
        anchors.bottom: parent.bottom
        orientation: Qt.Horizontal
        visible: panel.hasSteps && across.size < 1
        size: chart.contentWidth > 0 ? Math.min(1, chart.width / chart.contentWidth) : 1
    }
    Rectangle {
        x: columnHeads.columnsWidth
        width: 1
        height: parent.height
        visible: panel.hasSteps
        color: Theme.line
    }
}
