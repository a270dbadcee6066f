pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Overview
import Binnacle.Theme

// What needs a person, most urgent first; or that nothing does, and since when.
Panel {
    id: card

    required property OverviewModel overview
    // Something may need attention that could not be read.
    readonly property bool partial: card.overview.errorText.length > 0

    signal opened(page: string, query: string)

    fitsContent: false
    title: qsTr("Needs attention")
    subtitle: rows.count > 0 ? rows.count : ""
    headerLine: true
    actions: Label {
        anchors.verticalCenter: parent.verticalCenter
        visible: rows.count > 1 || rows.count > 0 && card.partial
        text: card.partial ? qsTr("not everything could be read") : qsTr("most urgent first")
        font: Theme.caption
        color: card.partial ? Theme.statusLate : Theme.muted
    }

    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: rows.count === 0 && (card.overview.loaded || card.partial)
        framed: false
        kind: card.partial ? EmptyState.Kind.NoMatch : EmptyState.Kind.Good
        iconName: "info"
        title: card.partial ? qsTr("What needs attention is not known") : qsTr("Nothing needs attention")
        explanation: card.partial ? qsTr("Not everything could be read.") : card.overview.calmText
    }
    ListView {
        id: rows

        anchors.fill: parent
        clip: true
        model: card.overview.attention
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: card.title

        T.ScrollBar.vertical: ScrollBar {}

        delegate: Item {
            id: line

            required property int index
            required property string mark
            required property string title
            required property string detail
            required property string action
            required property string page
            required property string query

            width: ListView.view.width
            height: Theme.px(46)
            Accessible.role: Accessible.ListItem
            Accessible.name: line.title + ". " + line.detail

            StatusMark {
                x: 12
                y: Theme.px(9)
                status: line.mark
            }
            Label {
                id: titleLabel

                x: 22 + Theme.px(Theme.markSize)
                y: Theme.px(5)
                width: Math.max(0, link.x - 8 - x)
                text: line.title
                Accessible.ignored: true
            }
            Label {
                x: titleLabel.x
                anchors.top: titleLabel.bottom
                width: Math.max(0, link.x - 8 - x)
                text: line.detail
                font: Theme.secondary
                color: Theme.muted
                Accessible.ignored: true
            }
            Button {
                id: link

                anchors.right: parent.right
                anchors.rightMargin: 6
                anchors.verticalCenter: parent.verticalCenter
                visible: line.action.length > 0
                width: visible ? implicitWidth : 0
                kind: Button.Kind.Link
                size: Button.Size.Small
                text: line.action
                Accessible.name: line.action + ": " + line.title
                onClicked: card.opened(line.page, line.query)
                onActiveFocusChanged: {
                    if (link.activeFocus)
                        rows.positionViewAtIndex(line.index, ListView.Contain);
                }
            }
            Divider {
                anchors.bottom: parent.bottom
                visible: line.index + 1 < rows.count
                width: parent.width
            }
        }
    }
}
