pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// A line of 1 px.
Rectangle {
    property bool vertical: false

    implicitWidth: vertical ? Theme.hairline : 100
    implicitHeight: vertical ? 100 : Theme.hairline
    color: Theme.line
    Accessible.ignored: true
}
