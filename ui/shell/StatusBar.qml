pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

Rectangle {
    id: bar

    required property AppModel app
    readonly property ShellStatus figures: bar.app.status

    implicitHeight: Theme.statusBarHeight
    color: Theme.surface
    clip: true
    Accessible.role: Accessible.StatusBar
    Accessible.name: qsTr("Status")

    Divider {
        width: parent.width
    }
    Row {
        id: left

        x: 4
        y: 1
        width: right.x - 8
        clip: true

        StatusItem {
            iconName: "database"
            text: bar.figures.storeName
            tip: bar.figures.storeLocation
        }
        StatusItem {
            iconName: "clock"
            text: bar.figures.lastEventText
            tip: bar.figures.lastEventTip
        }
        StatusItem {
            iconName: "bolt"
            text: bar.figures.intakeText
        }
        StatusItem {
            visible: !bar.figures.readOnly
            iconName: "queue"
            text: bar.figures.queueText
            tip: qsTr("Received and not yet written, of what the queue may hold")
        }
        StatusItem {
            id: gateway

            visible: bar.figures.gatewayUrl.length > 0
            room: left.width - gateway.x
            iconName: "wifi"
            text: qsTr("Listening on %1").arg(bar.figures.gatewayUrl.replace(/^https?:\/\//, ""))
            tip: bar.figures.gatewayUrl
        }
        StatusItem {
            id: problem

            visible: bar.figures.problem.length > 0
            room: left.width - problem.x
            mark: bar.figures.storeFailing ? "failed" : "late"
            text: bar.figures.problem
            tip: bar.figures.problemTip
            action: bar.figures.storeFailing ? "" : qsTr("Open Settings")
            lineAfter: false
            onActed: bar.app.navigator.open("settings")
        }
    }
    Row {
        id: right

        anchors.right: parent.right
        anchors.rightMargin: 4
        y: 1

        StatusItem {
            visible: text.length > 0
            text: bar.figures.versionText
            tip: qsTr("The number of the last event in this store")
        }
        StatusItem {
            text: bar.app.formatter.zone
            tip: qsTr("Every time in this window is in this zone")
            lineAfter: false
        }
    }
}
