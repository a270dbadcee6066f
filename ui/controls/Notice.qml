pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// One sentence about the data on show, in the outline of its state: "As of 12:31, feed is 10 m behind".
Rectangle {
    id: notice

    required property string status
    required property string text

    implicitWidth: row.implicitWidth + 26
    implicitHeight: Theme.px(36)
    radius: Theme.radiusPanel
    color: "transparent"
    border.width: Theme.hairline
    border.color: Theme.statusColor(notice.status)
    Accessible.role: Accessible.StaticText
    Accessible.name: words.spoken

    Row {
        id: row

        x: 13
        width: parent.width - 26
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8

        StatusMark {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            status: notice.status
            size: 13
        }
        Sentence {
            id: words

            width: Math.min(implicitWidth, row.width - mark.width - row.spacing)
            sentence: notice.text
            Accessible.ignored: true
        }
    }
}
