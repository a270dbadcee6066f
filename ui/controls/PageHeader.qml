pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// 48 px above every page: title, a quiet line beside it, actions at the right.
Item {
    id: header

    required property string title
    property string subtitle
    default property alias actions: buttons.data

    implicitHeight: Theme.pageHeaderHeight

    Label {
        id: title

        x: Theme.pagePadding
        width: Math.min(implicitWidth, buttons.x - 2 * Theme.pagePadding)
        height: parent.height
        text: header.title
        font: Theme.pageTitle
        Accessible.role: Accessible.Heading
    }
    Label {
        anchors.baseline: title.baseline
        x: title.x + title.width + Theme.spaceS
        width: Math.max(0, buttons.x - x - Theme.spaceM)
        text: header.subtitle
        color: Theme.muted
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.pagePadding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.spaceS
    }
}
