pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// Flat grey lines in the rhythm of rows, from 200 ms after `loading` becomes true; after 1 s the text says how long.
Item {
    id: lines

    required property bool loading
    // What and how many: "Loading 4,512 events".
    property string text
    property int rowHeight: Theme.px(17)
    readonly property list<real> lengths: [0.88, 0.72, 0.8, 0.54]
    property int seconds: 0

    visible: lines.loading && wait.isOver
    implicitHeight: 100
    clip: true
    Accessible.role: Accessible.StaticText
    Accessible.name: caption.text
    onLoadingChanged: {
        wait.isOver = false;
        lines.seconds = 0;
    }

    Timer {
        id: wait

        property bool isOver: false

        running: lines.loading && !wait.isOver
        interval: 200
        onTriggered: wait.isOver = true
    }
    Timer {
        running: lines.loading
        interval: 1000
        repeat: true
        onTriggered: lines.seconds += 1
    }
    Label {
        id: caption

        x: 12
        y: 8
        text: lines.seconds > 0 ? qsTr("%1, %2 s").arg(lines.text).arg(lines.seconds) : lines.text
        visible: lines.text.length > 0
        font: Theme.caption
        color: Theme.muted
    }
    Column {
        x: 12
        y: caption.visible ? 22 : 0
        width: parent.width - 24

        Repeater {
            model: lines.visible ? Math.max(1, Math.floor((lines.height - 22) / lines.rowHeight)) : 0

            Item {
                id: row

                required property int index

                width: parent?.width ?? 0
                height: lines.rowHeight

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width * lines.lengths[row.index % 4]
                    height: 8
                    radius: 3
                    color: Theme.line
                }
            }
        }
    }
}
