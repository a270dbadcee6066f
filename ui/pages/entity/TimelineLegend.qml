pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// What the shapes of the timeline mean.
Row {
    id: legend

    spacing: 12
    rightPadding: 4
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Hatched: in queue. Green: run. Red: failed run. Dotted: waiting to retry. Zigzag: idle time, folded.")

    component Key: Row {
        id: key

        required property string text
        default property alias shape: place.data

        spacing: 5

        Item {
            id: place

            anchors.verticalCenter: parent?.verticalCenter
            width: 18
            height: 10
            clip: true
        }
        Label {
            text: key.text
            font: Theme.caption
            color: Theme.muted
            Accessible.ignored: true
        }
    }

    Key {
        text: qsTr("queue")

        Repeater {
            model: 6

            Rectangle {
                required property int index

                x: index * 4 - 2
                y: -2
                width: 1.2
                height: 14
                rotation: 45
                antialiasing: true
                color: Theme.controlBorder
            }
        }
    }
    Key {
        text: qsTr("run")

        Rectangle {
            anchors.fill: parent
            radius: 2
            color: Theme.statusCompleted
        }
    }
    Key {
        text: qsTr("failed run")

        Rectangle {
            anchors.fill: parent
            radius: 2
            color: Theme.statusFailed
        }
    }
    Key {
        text: qsTr("waiting to retry")

        Repeater {
            model: 4

            Rectangle {
                required property int index

                x: index * 5
                y: 4
                width: 2
                height: 1.5
                color: Theme.statusLate
            }
        }
    }
    Key {
        text: qsTr("idle, folded")

        Repeater {
            model: 6

            Rectangle {
                required property int index

                x: 4 + (index % 2) * 7
                y: Math.floor(index / 2) * 4 - 1
                width: 1
                height: 5
                rotation: Math.floor(index / 2) % 2 === 0 ? -40 : 40
                antialiasing: true
                color: Theme.muted
            }
        }
    }
}
