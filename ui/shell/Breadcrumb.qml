pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// Title of the page, then what of it is open.
Row {
    id: crumbs

    required property string title
    property string crumb
    property int room: 400

    signal titleClicked

    spacing: 4

    Label {
        id: first

        anchors.verticalCenter: parent.verticalCenter
        text: crumbs.title
        font: crumbs.crumb.length > 0 ? Theme.body : Theme.bodyStrong
        color: crumbs.crumb.length === 0 || pointer.hovered ? Theme.text : Theme.muted
        Accessible.role: crumbs.crumb.length > 0 ? Accessible.Link : Accessible.StaticText
        Accessible.onPressAction: crumbs.titleClicked()

        HoverHandler {
            id: pointer

            enabled: crumbs.crumb.length > 0
            cursorShape: Qt.PointingHandCursor
        }
        TapHandler {
            enabled: crumbs.crumb.length > 0
            onTapped: crumbs.titleClicked()
        }
    }
    Icon {
        anchors.verticalCenter: parent.verticalCenter
        visible: crumbs.crumb.length > 0
        name: "right"
        size: 12
        color: Theme.disabled
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        visible: crumbs.crumb.length > 0
        width: Math.min(implicitWidth, Math.max(40, crumbs.room - first.implicitWidth - 20))
        text: crumbs.crumb
        font: Theme.bodyStrong
        elide: Text.ElideMiddle
    }
}
