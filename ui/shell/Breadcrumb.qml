pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// Title of the page; where something of it is open, a link back to the page and then what is open.
Row {
    id: crumbs

    required property string title
    property string crumb
    property int room: 400
    readonly property bool leads: crumbs.crumb.length > 0

    signal titleClicked

    spacing: 4

    Label {
        id: link

        objectName: "breadcrumbLink"
        anchors.verticalCenter: parent.verticalCenter
        visible: crumbs.leads
        text: crumbs.title
        color: pointer.hovered ? Theme.text : Theme.muted
        activeFocusOnTab: true
        Accessible.role: Accessible.Link
        Accessible.focusable: true
        Accessible.onPressAction: crumbs.titleClicked()
        Keys.onReturnPressed: crumbs.titleClicked()
        Keys.onEnterPressed: crumbs.titleClicked()

        FocusRing {
            visible: link.activeFocus
        }
        HoverHandler {
            id: pointer

            cursorShape: Qt.PointingHandCursor
        }
        TapHandler {
            onTapped: crumbs.titleClicked()
        }
    }
    Icon {
        anchors.verticalCenter: parent.verticalCenter
        visible: crumbs.leads
        name: "right"
        size: 12
        color: Theme.disabled
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, Math.max(40, crumbs.room - (crumbs.leads ? link.implicitWidth + 20 : 0)))
        text: crumbs.leads ? crumbs.crumb : crumbs.title
        font: Theme.bodyStrong
        elide: Text.ElideMiddle
    }
}
