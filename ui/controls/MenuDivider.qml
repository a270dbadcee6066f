pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Theme

T.MenuSeparator {
    implicitWidth: 100
    implicitHeight: 9
    padding: 0
    topPadding: 4
    bottomPadding: 4
    contentItem: Rectangle {
        implicitHeight: 1
        color: Theme.line
    }
}
