pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// Where this window works: LOCAL, STAGING or PRODUCTION, and on which store.
Rectangle {
    id: badge

    required property AppModel app
    readonly property string kind: badge.app.environmentKind
    readonly property color ink: badge.kind === "production" ? Theme.envProduction : badge.kind === "staging" ? Theme.envStaging : Theme.envLocal
    readonly property string word: badge.kind === "production" ? qsTr("PRODUCTION") : badge.kind === "staging" ? qsTr("STAGING") : qsTr("LOCAL")
    readonly property string place: badge.app.environmentName !== badge.kind ? badge.app.environmentName : badge.app.status.storeName

    implicitWidth: row.implicitWidth + 20
    implicitHeight: Theme.px(24)
    radius: Theme.radiusChip
    color: "transparent"
    border.width: 1
    border.color: badge.ink
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Environment %1, %2").arg(badge.word).arg(badge.place)

    HoverHandler {
        id: pointer
    }
    ToolTip {
        visible: pointer.hovered
        text: badge.app.status.storeLocation
    }
    Row {
        id: row

        x: 10
        height: parent.height
        spacing: 7

        StatusMark {
            anchors.verticalCenter: parent.verticalCenter
            status: badge.app.status.storeFailing ? "failed" : badge.app.status.known && badge.app.status.empty ? "off" : "live"
            size: 8
        }
        Label {
            height: parent.height
            text: badge.word
            font: Theme.badge
            color: badge.ink
            Accessible.ignored: true
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            visible: badge.place.length > 0
            width: 1
            height: 14
            color: Theme.lineStrong
        }
        Label {
            height: parent.height
            width: Math.min(implicitWidth, 180)
            text: badge.place
            font: Theme.caption
            color: Theme.text2
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
    }
}
