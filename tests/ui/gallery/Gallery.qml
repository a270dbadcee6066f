pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Binnacle.Theme

// The sheet of the pictures 00-language-*: compare side by side.
Window {
    id: window

    required property string themeName

    width: 1440
    height: 900
    visible: true
    color: Theme.bg
    Component.onCompleted: Theme.mode = window.themeName

    Row {
        x: 16
        y: 14
        spacing: 10

        GalleryType {
            width: 314
            height: 872
        }
        GalleryControls {
            width: 346
            height: 872
        }
        GalleryTable {
            width: 400
            height: 872
        }
        GalleryStates {
            width: 318
            height: 872
        }
    }
}
