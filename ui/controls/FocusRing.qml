pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// 2 px ring, 2 px outside the item it lies in. Shown for keyboard focus.
Rectangle {
    property int cornerRadius: Theme.radiusControl

    anchors.fill: parent
    anchors.margins: -(Theme.focusOffset + Theme.focusWidth)
    radius: cornerRadius + Theme.focusOffset + Theme.focusWidth
    color: "transparent"
    border.width: Theme.focusWidth
    border.color: Theme.focus
    z: 1
}
