pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Charts
import Binnacle.Controls
import Binnacle.Models.Overview
import Binnacle.Theme

// The figures at the top, side by side in one frame. A figure that leads somewhere is a link.
Rectangle {
    id: strip

    required property KpiModel model
    // Two rows where a figure would have no room for its words.
    readonly property int columns: strip.width / 6 >= Theme.px(140) ? 6 : 3

    signal opened(page: string, query: string)

    implicitHeight: Theme.px(77) * Math.ceil(Math.max(1, figures.count) / strip.columns)
    radius: Theme.radiusPanel
    color: Theme.surface
    border.width: Theme.hairline
    border.color: Theme.line

    Grid {
        anchors.fill: parent
        columns: strip.columns

        Repeater {
            id: figures

            model: strip.model

            FocusScope {
                id: figure

                required property int index
                required property string label
                required property string value
                required property string unit
                required property string note
                required property string tone
                required property list<double> values
                required property string page
                required property string query
                required property string sentence
                readonly property bool leads: figure.page.length > 0

                function lead(): void {
                    if (figure.leads)
                        strip.opened(figure.page, figure.query);
                }

                width: strip.width / strip.columns
                height: Theme.px(77)
                activeFocusOnTab: figure.leads
                Accessible.role: figure.leads ? Accessible.Link : Accessible.StaticText
                Accessible.name: figure.sentence
                Accessible.onPressAction: figure.lead()
                Keys.onReturnPressed: figure.lead()
                Keys.onSpacePressed: figure.lead()

                Rectangle {
                    anchors.fill: parent
                    anchors.margins: 1
                    visible: pointer.hovered && figure.leads
                    radius: Theme.radiusPanel - 1
                    color: Theme.hover
                }
                FocusRing {
                    visible: figure.activeFocus
                }
                Divider {
                    visible: figure.index % strip.columns > 0
                    vertical: true
                    height: parent.height
                }
                Divider {
                    visible: figure.index >= strip.columns
                    width: parent.width
                }
                Label {
                    x: 12
                    y: Theme.px(10)
                    width: parent.width - 24
                    text: figure.label
                    font: Theme.secondary
                    color: Theme.muted
                    Accessible.ignored: true
                }
                Label {
                    id: number

                    x: 12
                    y: Theme.px(25)
                    text: figure.value
                    font: Theme.figure
                    Accessible.ignored: true
                }
                Label {
                    anchors.left: number.right
                    anchors.leftMargin: 3
                    anchors.baseline: number.baseline
                    text: figure.unit
                    font: Theme.secondary
                    color: Theme.muted
                    Accessible.ignored: true
                }
                Sparkline {
                    anchors.right: parent.right
                    anchors.rightMargin: 12
                    y: Theme.px(30)
                    width: 44
                    height: 18
                    visible: figure.values.length > 0 && number.x + number.width + 60 < figure.width
                    values: figure.values
                    color: Theme.statusColor(figure.tone)
                }
                Label {
                    x: 12
                    y: Theme.px(54)
                    width: parent.width - 24
                    text: figure.note
                    font: Theme.caption
                    color: Theme.text2
                    Accessible.ignored: true
                }
                HoverHandler {
                    id: pointer

                    cursorShape: figure.leads ? Qt.PointingHandCursor : Qt.ArrowCursor
                }
                TapHandler {
                    onTapped: figure.lead()
                }
            }
        }
    }
}
