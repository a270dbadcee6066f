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
    property int size: Theme.iconSize

    width: icon.size
    height: icon.size
    sourceSize.width: icon.size
    sourceSize.height: icon.size
    source: icon.name.length > 0 ? "image://icon/" + icon.name + "/" + Theme.hex(icon.color) + "/" + Theme.hex(icon.cut) : ""
    Accessible.ignored: true
}
