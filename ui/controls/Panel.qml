pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// A titled box. `actions` go to the right end of its header; children are the content below.
Rectangle {
    id: panel

    property string title
    property string subtitle
    property bool headerLine: false
    property bool hasHeader: panel.title.length > 0
    // Between the content and the frame.
    property int padding: 0
    // False where the panel is given its height and the content fills it.
    property bool fitsContent: true
    // What the panel lies on.
    property color around: Theme.bg
    readonly property int ringWidth: 3
    default property alias content: body.data
    property alias actions: actionRow.data
    property alias contentItem: body

    implicitWidth: 300
    // For panels as high as what they hold: the children's lowest edge.
    implicitHeight: panel.fitsContent ? header.height + body.childrenRect.height + 2 * panel.padding + 2 : header.height + 2
    radius: Theme.radiusPanel
    color: Theme.surface
    Accessible.role: Accessible.Grouping
    Accessible.name: panel.title

    Item {
        id: header

        x: 1
        y: 1
        width: parent.width - 2
        height: panel.hasHeader ? Theme.panelHeaderHeight : 0
        visible: panel.hasHeader

        Label {
            id: titleLabel

            x: 12
            width: Math.min(implicitWidth, header.width - 24 - actionRow.width)
            height: parent.height
            text: panel.title
            font: Theme.panelTitle
            Accessible.role: Accessible.Heading
        }
        Label {
            anchors.baseline: titleLabel.baseline
            x: titleLabel.x + titleLabel.width + 8
            width: Math.max(0, actionRow.x - 8 - x)
            text: panel.subtitle
            font: Theme.secondary
            color: Theme.muted
        }
        Row {
            id: actionRow

            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8
        }
        Divider {
            visible: panel.headerLine
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }
    Item {
        id: body

        x: 1 + panel.padding
        y: 1 + header.height + (panel.hasHeader ? 0 : panel.padding)
        width: parent.width - 2 - 2 * panel.padding
        height: parent.height - y - 1 - panel.padding
        clip: true
    }
    // Content is clipped to a rectangle, so what it paints into the rounded corners is covered.
    Rectangle {
        anchors.fill: parent
        anchors.margins: -panel.ringWidth
        radius: Theme.radiusPanel + panel.ringWidth
        color: "transparent"
        border.width: panel.ringWidth
        border.color: panel.around
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusPanel
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.line
    }
}
