pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App

// Keys of the whole window. A text field keeps letters for itself, so these never disturb typing.
Item {
    id: keys

    required property AppModel app
    required property PageHost host

    signal paletteRequested
    signal railToggled
    signal themeToggled
    signal keyListRequested

    function goTo(key: string): void {
        const route = keys.app.routes.routeForKey(key);
        if (route.length > 0)
            keys.app.navigator.open(route);
    }

    Shortcut {
        sequence: "G,O"
        onActivated: keys.goTo("o")
    }
    Shortcut {
        sequence: "G,E"
        onActivated: keys.goTo("e")
    }
    Shortcut {
        sequence: "G,Q"
        onActivated: keys.goTo("q")
    }
    Shortcut {
        sequence: "G, ,"
        onActivated: keys.goTo(",")
    }
    Shortcut {
        sequence: "["
        onActivated: keys.railToggled()
    }
    Shortcut {
        sequence: "/"
        onActivated: keys.host.page?.focusFilter()
    }
    Shortcut {
        sequence: "?"
        onActivated: keys.keyListRequested()
    }
    Shortcut {
        sequence: "Ctrl+K"
        onActivated: keys.paletteRequested()
    }
    Shortcut {
        sequence: "Ctrl+Shift+L"
        onActivated: keys.themeToggled()
    }
    Shortcut {
        sequence: "F5"
        onActivated: {
            keys.app.refresh();
            keys.host.page?.refresh();
        }
    }
    Shortcut {
        sequence: "Alt+Left"
        onActivated: keys.app.navigator.back()
    }
    Shortcut {
        sequence: "Alt+Right"
        onActivated: keys.app.navigator.forward()
    }
}
