pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Overview
import Binnacle.Theme

// What needs a person first, then the figures behind it.
Page {
    id: root

    objectName: "overviewPage"

    required property AppModel app
    readonly property OverviewModel overview: root.app.overview
    readonly property int sideWidth: root.width < 1000 ? 288 : Theme.sideColumnWidth
    readonly property int gap: Theme.panelGap
    // One column where two have no room for their words: what needs attention first, the latest events last.
    readonly property bool stacked: root.width < Theme.px(1000)

    function refresh(): void {
        root.overview.refresh();
    }
    function openList(page: string, query: string): void {
        root.navigate(page, query);
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Overview")

    Item {
        id: header

        width: parent.width
        height: Theme.pageHeaderHeight

        Label {
            id: title

            x: Theme.pagePadding
            height: parent.height
            text: qsTr("Overview")
            font: Theme.pageTitle
            Accessible.role: Accessible.Heading
        }
        Label {
            anchors.left: title.right
            anchors.leftMargin: 10
            anchors.baseline: title.baseline
            text: root.overview.loaded ? root.overview.subtitle : ""
            color: Theme.muted
        }
        Select {
            anchors.right: parent.right
            anchors.rightMargin: Theme.pagePadding
            anchors.verticalCenter: parent.verticalCenter
            label: qsTr("Project")
            model: root.overview.projectNames
            currentIndex: root.overview.projectIndex
            onActivated: index => root.overview.projectIndex = index
        }
    }
    ErrorBox {
        id: problem

        x: Theme.pagePadding
        y: header.height
        width: parent.width - 2 * Theme.pagePadding
        visible: root.overview.errorText.length > 0
        height: visible ? implicitHeight : 0
        title: qsTr("Not everything here could be read")
        explanation: qsTr("%1 What is shown stays as it was.").arg(root.overview.errorText)
        details: title + "\n" + root.overview.errorText
        onRetried: root.overview.refresh()
        onCopied: details => {
            root.app.copyText(details);
            root.notify("completed", qsTr("Details copied"));
        }
    }
    ScrollArea {
        id: area

        objectName: "overviewArea"
        // Of lists that hold more, that many rows are there before the page scrolls.
        readonly property int leastRows: 5
        readonly property real stackedActivity: Theme.px(280)
        readonly property real leastLeft: volume.height + left.leastProjects + left.leastGrid + 2 * root.gap
        readonly property real least: left.y + area.leastLeft + Theme.pagePadding + (root.stacked ? root.gap + area.stackedActivity : 0)

        y: header.height + (problem.visible ? problem.height + root.gap : 0)
        width: parent.width
        height: parent.height - y
        contentHeight: Math.max(height, area.least)

        Item {
            id: content

            x: Theme.pagePadding
            width: parent.width - 2 * Theme.pagePadding
            height: area.contentHeight - Theme.pagePadding

            KpiStrip {
                id: kpis

                width: parent.width
                model: root.overview.kpis
                onOpened: (page, query) => root.openList(page, query)
            }
            Item {
                id: left

                // Projects and grid share what the chart leaves: each gets what its rows want, or else about half; the
                // list that is cut scrolls.
                readonly property real room: left.height - volume.height - 2 * root.gap
                readonly property real rowsTop: Theme.panelHeaderHeight + Theme.columnHeadHeight + 4
                readonly property real gridWish: left.gridHeight(root.overview.typeCount)
                readonly property real projectsWish: left.projectsHeight(root.overview.projectCount)
                readonly property real leastGrid: left.gridHeight(Math.min(area.leastRows, root.overview.typeCount))
                readonly property real leastProjects: left.projectsHeight(Math.min(area.leastRows, root.overview.projectCount))

                function gridHeight(rows: int): real {
                    return left.rowsTop + Theme.px(25) * rows + 6;
                }
                function projectsHeight(rows: int): real {
                    return left.rowsTop + Theme.rowCompact * rows;
                }

                y: root.stacked ? attention.y + attention.height + root.gap : attention.y
                width: parent.width - (root.stacked ? 0 : root.sideWidth + root.gap)
                height: root.stacked ? area.leastLeft : parent.height - y

                VolumeCard {
                    id: volume

                    width: parent.width
                    height: Theme.px(area.height < Theme.px(700) ? 140 : 158)
                    overview: root.overview
                }
                ProjectsCard {
                    id: projects

                    y: volume.height + root.gap
                    width: parent.width
                    height: Math.max(left.leastProjects, Math.min(left.projectsWish, Math.max(left.room * 0.45, left.room - left.gridWish)))
                    overview: root.overview
                    onOpened: query => root.openList("entities", query)
                }
                TypeGridCard {
                    y: projects.y + projects.height + root.gap
                    width: parent.width
                    height: Math.max(0, parent.height - y)
                    overview: root.overview
                    onOpened: query => root.openList("entities", query)
                }
            }
            AttentionCard {
                id: attention

                readonly property real wish: Theme.panelHeaderHeight + 4 + Theme.px(46) * root.overview.attentionCount

                anchors.right: parent.right
                y: kpis.height + root.gap
                width: root.stacked ? parent.width : root.sideWidth
                height: Math.max(Theme.px(150), root.stacked ? attention.wish : Math.min(attention.wish, left.height * 0.5))
                overview: root.overview
                onOpened: (page, query) => root.openList(page, query)
            }
            ActivityCard {
                anchors.right: parent.right
                y: (root.stacked ? left.y + left.height : attention.y + attention.height) + root.gap
                width: attention.width
                height: root.stacked ? area.stackedActivity : content.height - y
                overview: root.overview
                onOpened: key => root.openList("entity", key)
            }
        }
    }
}
