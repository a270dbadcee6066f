pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// A field with a magnifier and, when it holds text, a cross that empties it.
TextField {
    id: search

    // The key that focuses it, shown while it is empty and unfocused.
    property string keyText

    signal cleared

    function clearText(): void {
        search.clear();
        search.cleared();
    }

    leadingSpace: Theme.px(Theme.iconSmallSize) + 8
    trailingSpace: Theme.px(search.length > 0 ? 22 : search.keyText.length > 0 ? 26 : 0)

    Icon {
        x: 10
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        size: Theme.iconSmallSize
    }
    Kbd {
        anchors.right: parent.right
        anchors.rightMargin: 6
        anchors.verticalCenter: parent.verticalCenter
        visible: search.keyText.length > 0 && search.length === 0 && !search.activeFocus
        text: search.keyText
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: 3
        anchors.verticalCenter: parent.verticalCenter
        visible: search.length > 0
        small: true
        iconName: "close"
        iconSize: 12
        text: qsTr("Clear")
        focusPolicy: Qt.NoFocus
        onClicked: search.clearText()
    }
}
