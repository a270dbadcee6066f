pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity

// History, runs, artifacts, properties, raw events. A tab's content is made when it is first looked at.
FocusScope {
    id: tabs

    required property EntityPageModel page

    signal copyRequested(text: string, what: string)

    function focusSearch(): bool {
        bar.currentIndex = 4;
        (raw.item as RawEventsTab)?.focusSearch();
        return true;
    }

    Panel {
        anchors.fill: parent
        Accessible.ignored: true

        TabBar {
            id: bar

            width: parent.width

            Tab {
                text: qsTr("History")
                countText: tabs.page.eventCount
            }
            Tab {
                text: qsTr("Runs")
                countText: tabs.page.runCount
            }
            Tab {
                text: qsTr("Artifacts")
                countText: tabs.page.artifactCount
            }
            Tab {
                text: qsTr("Properties")
                countText: tabs.page.propertyCount
            }
            Tab {
                text: qsTr("Raw events")
                countText: tabs.page.eventCount
            }
        }
        HistoryTab {
            anchors.top: bar.bottom
            anchors.bottom: parent.bottom
            width: parent.width
            visible: bar.currentIndex === 0
            focus: visible
            events: tabs.page.history
            onCopyRequested: (text, what) => tabs.copyRequested(text, what)
        }
        Place {
            shown: bar.currentIndex === 1
            sourceComponent: RunsTab {
                page: tabs.page
                onCopyRequested: (text, what) => tabs.copyRequested(text, what)
            }
        }
        Place {
            shown: bar.currentIndex === 2
            sourceComponent: ArtifactsTab {
                page: tabs.page
                onCopyRequested: (text, what) => tabs.copyRequested(text, what)
            }
        }
        Place {
            shown: bar.currentIndex === 3
            sourceComponent: PropertiesTab {
                page: tabs.page
                onCopyRequested: (text, what) => tabs.copyRequested(text, what)
            }
        }
        Place {
            id: raw

            shown: bar.currentIndex === 4
            sourceComponent: RawEventsTab {
                page: tabs.page
                onCopyRequested: (text, what) => tabs.copyRequested(text, what)
            }
        }
    }

    component Place: Loader {
        id: place

        property bool shown

        anchors.top: bar.bottom
        anchors.bottom: parent?.bottom
        width: parent?.width ?? 0
        visible: place.shown
        focus: place.shown
        onShownChanged: {
            if (place.shown)
                place.active = true;
        }
        active: false
    }
}
