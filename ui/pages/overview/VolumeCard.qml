pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Overview
import Binnacle.Pages.Overview
import Binnacle.Theme

// Intake by source over time, gaps marked, the series listed in stack order with their totals.
Panel {
    id: card

    required property OverviewModel overview
    readonly property VolumeModel volume: card.overview.volume
    readonly property int listWidth: 168

    fitsContent: false
    title: qsTr("Intake by source")
    subtitle: card.volume.subtitle
    actions: Segmented {
        label: qsTr("Time span")
        small: true
        options: [qsTr("1 h"), qsTr("24 h"), qsTr("7 d")]
        currentIndex: card.overview.spanIndex
        onChosen: index => card.overview.spanIndex = index
    }

    Label {
        anchors.centerIn: parent
        visible: card.volume.empty && text.length > 0
        text: card.volume.known ? qsTr("No events were recorded in this time.") : card.overview.errorText.length > 0 ? qsTr("How many events came is not known.") : ""
        color: Theme.muted
    }
    VolumeChart {
        id: chart

        x: 8
        width: parent.width - card.listWidth - 40
        height: parent.height - 2
        visible: !card.volume.empty
        values: card.volume.values
        bucketCount: card.volume.bucketCount
        colors: Theme.series
        gridValues: card.volume.gridValues
        gridLabels: card.volume.gridLabels
        tickPlaces: card.volume.tickPlaces
        tickLabels: card.volume.tickLabels
        gapStarts: card.volume.gapStarts
        gapEnds: card.volume.gapEnds
        gapLabels: card.volume.gapLabels
        gapIsTotal: card.volume.gapIsTotal
        font: Theme.caption
        gridColor: Theme.grid
        baseColor: Theme.lineStrong
        textColor: Theme.muted
        gapColor: Theme.statusLate
        current: pointer.hovered ? chart.bucketAt(pointer.point.position.x) : -1
        Accessible.role: Accessible.Chart
        Accessible.name: card.volume.sentence

        HoverHandler {
            id: pointer
        }
    }
    Column {
        id: list

        anchors.right: parent.right
        anchors.rightMargin: 12
        anchors.verticalCenter: parent.verticalCenter
        width: card.listWidth
        visible: !card.volume.empty

        Label {
            width: parent.width
            height: Theme.px(17)
            visible: chart.current >= 0
            text: chart.current >= 0 ? card.volume.bucketLabel(chart.current) : ""
            font: Theme.caption
            color: Theme.muted
        }
        Repeater {
            // The first series lies at the bottom of the stack.
            model: card.volume.seriesNames.length

            Item {
                id: line

                required property int index
                readonly property int series: card.volume.seriesNames.length - 1 - line.index
                readonly property string name: card.volume.seriesNames[line.series] ?? ""
                readonly property string number: chart.current >= 0 ? card.volume.valueText(line.series, chart.current) : card.volume.seriesTotals[line.series] ?? ""

                width: list.width
                height: Theme.px(17)
                Accessible.role: Accessible.StaticText
                Accessible.name: line.name + ": " + line.number

                Rectangle {
                    y: (parent.height - 9) / 2
                    width: 9
                    height: 9
                    radius: Theme.radiusMark
                    color: Theme.series[line.series] ?? Theme.muted
                }
                Label {
                    x: 15
                    width: parent.width - 15 - total.implicitWidth - 8
                    height: parent.height
                    text: line.name
                    font: Theme.secondary
                    color: Theme.text2
                    elide: Text.ElideMiddle
                    Accessible.ignored: true
                }
                Label {
                    id: total

                    anchors.right: parent.right
                    height: parent.height
                    text: line.number
                    font: Theme.secondary
                    Accessible.ignored: true
                }
            }
        }
    }
}
