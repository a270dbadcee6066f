pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import QtQuick.Window
import Binnacle.Theme

// Scrolls what is higher than the window has room for. What takes the focus comes into sight, and of a table the row
// that keys went to.
Flickable {
    id: area

    readonly property Item focused: area.Window.activeFocusItem
    // Around what is scrolled into sight: its focus ring.
    readonly property int margin: 8
    // A list that has the focus from the start is no reason to open a page scrolled.
    property bool isFresh: true

    function showFocused(): void {
        if (!area.visible || !area.holds(area.focused))
            return;
        if (!area.isFresh || area.focused.height < area.height / 4)
            area.show(area.focused, Qt.rect(0, 0, area.focused.width, area.focused.height));
        area.isFresh = false;
    }

    function showRow(row: int): void {
        const table = area.focused as DataTable;
        if (area.visible && table && area.holds(table))
            area.show(table, table.rowRect(row));
    }

    function holds(item: Item): bool {
        let at = item;
        while (at !== null && at !== area.contentItem)
            at = at.parent;
        return at !== null;
    }

    // No further than needed; of what is high, a part is enough.
    function show(item: Item, part: rect): void {
        const top = item.mapToItem(area.contentItem, part.x, part.y).y - area.margin;
        const bottom = top + part.height + 2 * area.margin;
        const lowest = Math.max(0, area.contentHeight - area.height);
        const seen = Math.min(bottom, area.contentY + area.height) - Math.max(top, area.contentY);
        if (seen >= Math.min(bottom - top, Theme.px(96)))
            return;
        if (top < area.contentY || bottom - top > area.height)
            area.contentY = Math.max(0, Math.min(lowest, top));
        else if (bottom > area.contentY + area.height)
            area.contentY = Math.max(0, Math.min(lowest, bottom - area.height));
    }

    contentWidth: width
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    onFocusedChanged: soon.restart()
    onContentHeightChanged: area.returnToBounds()

    T.ScrollBar.vertical: ScrollBar {}

    Connections {
        target: area.focused as DataTable

        function onWentTo(row: int): void {
            area.showRow(row);
        }
    }
    // Once a list within has scrolled too.
    Timer {
        id: soon

        interval: 0
        onTriggered: area.showFocused()
    }
}
