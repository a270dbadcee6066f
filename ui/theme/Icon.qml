pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// A line icon of resources/icons in one colour. Decoration: the control around it has the accessible name.
Image {
    id: icon

    required property string name
    property color color: Theme.muted
    // The cut-out of the compass; other icons have none.
    property color cut: Theme.bg
    // At text scale 1; it grows with the text.
    property int size: Theme.iconSize
    readonly property int drawn: Theme.px(icon.size)

    width: icon.drawn
    height: icon.drawn
    sourceSize.width: icon.drawn
    sourceSize.height: icon.drawn
    source: icon.name.length > 0 ? "image://icon/" + icon.name + "/" + Theme.hex(icon.color) + "/" + Theme.hex(icon.cut) : ""
    Accessible.ignored: true
}
