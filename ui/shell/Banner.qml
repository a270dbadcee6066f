pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// A line over the page about the whole window: read-only and why.
Rectangle {
    id: banner

    required property string text
    property string status: "warn"

    implicitHeight: visible ? Math.max(Theme.px(32), words.implicitHeight + 14) : 0
    color: Theme.infoBg
    Accessible.role: Accessible.StaticText
    Accessible.name: words.spoken

    Icon {
        x: 16
        anchors.verticalCenter: parent.verticalCenter
        name: "lock"
        size: Theme.iconSmallSize
        color: Theme.statusInProgress
    }
    Sentence {
        id: words

        x: 26 + Theme.px(Theme.iconSmallSize)
        width: parent.width - x - 16
        height: parent.height
        sentence: banner.text
        font: Theme.secondary
        wrapMode: Text.Wrap
        Accessible.ignored: true
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
