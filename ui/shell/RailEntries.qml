pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// The routes at the head or at the foot of the rail, under their groups.
Column {
    id: entries

    required property AppModel app
    required property bool collapsed
    required property bool atFoot

    Repeater {
        model: entries.app.routes

        Column {
            id: place

            required property string name
            required property string title
            required property string iconName
            required property string group
            required property bool startsGroup
            required property bool atEnd
            required property string keys
            required property int count
            required property string tone

            width: entries.width
            visible: place.atEnd === entries.atFoot
            bottomPadding: 1

            Label {
                visible: place.startsGroup && !entries.collapsed
                leftPadding: 9
                topPadding: 14
                bottomPadding: 6
                text: place.group
                font: Theme.caption
                color: Theme.muted
                Accessible.role: Accessible.Heading
            }
            Item {
                width: parent.width
                height: 17
                visible: place.startsGroup && entries.collapsed

                Divider {
                    x: 4
                    y: 8
                    width: parent.width - 8
                }
            }
            RailItem {
                width: parent.width
                text: place.title
                iconName: place.iconName
                collapsed: entries.collapsed
                current: entries.app.navigator.route === place.name || (place.name === "entities" && entries.app.navigator.route === "entity")
                keyText: place.keys
                count: place.count
                countText: entries.app.formatter.count(place.count)
                tone: place.tone
                onClicked: entries.app.navigator.open(place.name)
            }
        }
    }
}
