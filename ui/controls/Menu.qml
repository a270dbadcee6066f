pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

// A menu of MenuItem, MenuDivider and sub-menus.
T.Menu {
    id: menu

    implicitWidth: Math.max(160, contentWidth + leftPadding + rightPadding)
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: 5
    margins: 4
    overlap: 1
    cascade: true

    contentWidth: {
        let widest = 0;
        for (let i = 0; i < menu.count; ++i)
            widest = Math.max(widest, menu.itemAt(i)?.implicitWidth ?? 0);
        return widest;
    }

    delegate: MenuItem {}

    contentItem: ListView {
        implicitHeight: contentHeight
        model: menu.contentModel
        interactive: contentHeight > height
        clip: interactive
        currentIndex: menu.currentIndex

        T.ScrollBar.vertical: ScrollBar {}
    }
    background: Rectangle {
        radius: Theme.radiusPanel
        color: Theme.popupFill
        border.width: Theme.hairline
        border.color: Theme.lineStrong
    }
    enter: Transition {
        NumberAnimation {
            property: "opacity"
            from: 0
            to: 1
            duration: Theme.hoverMs
            easing.type: Theme.easing
        }
    }
}
