pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Charts
import Binnacle.Controls
import Binnacle.Theme

Rectangle {
    id: bar

    required property AppModel app
    property string title
    property string crumb
    property bool hasPalette: false
    // The last crumb: what the window is about.
    readonly property string subject: bar.crumb.length > 0 ? bar.crumb : bar.title

    signal paletteRequested
    signal titleClicked

    implicitHeight: Theme.topBarHeight
    color: Theme.surface
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Window")

    Row {
        id: left

        x: 16
        height: parent.height - 1
        spacing: 10

        EnvironmentBadge {
            id: badge

            anchors.verticalCenter: parent.verticalCenter
            app: bar.app
        }
        Tag {
            id: demo

            anchors.verticalCenter: parent.verticalCenter
            visible: bar.app.status.demo
            text: qsTr("Demo data")
            ink: Theme.travel
            outline: Theme.travel
        }
        Tag {
            id: locked

            anchors.verticalCenter: parent.verticalCenter
            visible: bar.app.status.readOnly
            text: qsTr("Read-only")
        }
        Breadcrumb {
            anchors.verticalCenter: parent.verticalCenter
            title: bar.title
            crumb: bar.crumb
            room: right.x - 40 - badge.width - (demo.visible ? demo.width + 10 : 0) - (locked.visible ? locked.width + 10 : 0)
            onTitleClicked: bar.titleClicked()
        }
    }
    Row {
        id: right

        anchors.right: parent.right
        anchors.rightMargin: 16
        height: parent.height - 1
        spacing: 10

        CommandField {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(150, Math.min(308, bar.width - 620))
            visible: bar.hasPalette
            onClicked: bar.paletteRequested()
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: live.implicitWidth + 22
            height: Theme.fieldHeight
            radius: Theme.radiusControl
            color: "transparent"
            border.width: 1
            border.color: Theme.lineStrong
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("The window shows what is true now")

            Row {
                id: live

                x: 11
                height: parent.height
                spacing: 6

                StatusMark {
                    anchors.verticalCenter: parent.verticalCenter
                    status: bar.app.status.empty ? "off" : "live"
                    size: 9
                }
                Label {
                    height: parent.height
                    text: qsTr("Live")
                    font: Theme.bodyStrong
                    Accessible.ignored: true
                }
            }
        }
        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8
            Accessible.role: Accessible.StaticText
            Accessible.name: bar.app.status.empty ? qsTr("No events yet") : bar.app.status.intakeText

            Sparkline {
                anchors.verticalCenter: parent.verticalCenter
                width: 64
                height: 22
                visible: !bar.app.status.empty
                values: bar.app.status.rateHistory
                color: Theme.statusInProgress
                areaFill: 0.14
                fromZero: true
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                visible: bar.app.status.known && bar.app.status.empty
                text: qsTr("no events yet")
                font: Theme.secondary
                color: Theme.muted
                Accessible.ignored: true
            }
            Row {
                anchors.verticalCenter: parent.verticalCenter
                visible: !bar.app.status.empty
                spacing: 4

                Label {
                    text: bar.app.status.rateNumber
                    font.family: Theme.sans
                    font.pixelSize: Theme.px(12)
                    font.weight: Font.DemiBold
                    color: Theme.text2
                    Accessible.ignored: true
                }
                Label {
                    text: qsTr("/s")
                    font: Theme.secondary
                    color: Theme.muted
                    Accessible.ignored: true
                }
            }
        }
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
