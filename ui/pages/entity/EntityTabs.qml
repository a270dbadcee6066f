pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity

// History, runs, artifacts, properties, raw events.
FocusScope {
    id: tabs

    required property EntityPageModel page

    signal copyRequested(text: string, what: string)
    signal noted(text: string)

    function focusSearch(): bool {
        bar.currentIndex = 4;
        raw.focusSearch();
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
            onNoted: text => tabs.noted(text)
            onCopyRequested: (text, what) => tabs.copyRequested(text, what)
        }
        RunsTab {
            anchors.top: bar.bottom
            anchors.bottom: parent.bottom
            width: parent.width
            visible: bar.currentIndex === 1
            focus: visible
            page: tabs.page
            onCopyRequested: (text, what) => tabs.copyRequested(text, what)
        }
        ArtifactsTab {
            anchors.top: bar.bottom
            anchors.bottom: parent.bottom
            width: parent.width
            visible: bar.currentIndex === 2
            focus: visible
            page: tabs.page
            onCopyRequested: (text, what) => tabs.copyRequested(text, what)
        }
        PropertiesTab {
            anchors.top: bar.bottom
            anchors.bottom: parent.bottom
            width: parent.width
            visible: bar.currentIndex === 3
            focus: visible
            page: tabs.page
            onCopyRequested: (text, what) => tabs.copyRequested(text, what)
        }
        RawEventsTab {
            id: raw

            anchors.top: bar.bottom
            anchors.bottom: parent.bottom
            width: parent.width
            visible: bar.currentIndex === 4
            focus: visible
            page: tabs.page
            onNoted: text => tabs.noted(text)
            onCopyRequested: (text, what) => tabs.copyRequested(text, what)
        }
    }
}
