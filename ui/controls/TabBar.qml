pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// Tabs over a line; Left and Right move. Children are Tab.
T.TabBar {
    id: bar

    // Of the first tab from the left edge.
    property int inset: 8

    implicitWidth: contentWidth + 2 * bar.inset
    implicitHeight: Theme.tabBarHeight
    leftPadding: bar.inset
    rightPadding: bar.inset
    spacing: 2
    Accessible.role: Accessible.PageTabList

    contentItem: ListView {
        model: bar.contentModel
        currentIndex: bar.currentIndex
        spacing: bar.spacing
        orientation: ListView.Horizontal
        boundsBehavior: Flickable.StopAtBounds
        flickableDirection: Flickable.AutoFlickIfNeeded
        highlightMoveDuration: 0
        implicitHeight: Theme.tabBarHeight
        implicitWidth: contentWidth
    }
    background: Item {
        Divider {
            anchors.bottom: parent.bottom
            width: parent.width
        }
    }
}
