pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Import
import Binnacle.Theme

// What came of the import: four figures, then what was refused and why.
Column {
    id: result

    required property ImportModel model
    required property bool hasQuarantine
    readonly property bool hasProblems: result.model.problems.length > 0
    // Nothing came of it: the box below says so.
    readonly property bool failed: result.hasProblems && result.model.resultMark === "failed"

    signal quarantineRequested

    spacing: Theme.spaceM

    Row {
        width: parent.width
        spacing: 8
        visible: !result.failed

        StatusMark {
            id: mark

            y: 3
            status: result.model.resultMark
            size: 13
        }
        Label {
            width: parent.width - parent.spacing - mark.width
            text: result.model.resultTitle
            font: Theme.bodyStrong
            wrapMode: Text.Wrap
        }
    }
    Row {
        width: parent.width

        Repeater {
            model: [
                { name: qsTr("Read"), text: result.model.readText },
                { name: qsTr("Accepted"), text: result.model.acceptedText },
                { name: qsTr("Duplicate"), text: result.model.duplicateText },
                { name: qsTr("Refused"), text: result.model.rejectedText }
            ]

            Column {
                id: figure

                required property var modelData

                width: result.width / 4
                spacing: 2
                Accessible.role: Accessible.StaticText
                Accessible.name: figure.modelData.name + " " + figure.modelData.text

                Label {
                    text: figure.modelData.name
                    font: Theme.caption
                    color: Theme.muted
                    Accessible.ignored: true
                }
                Label {
                    text: figure.modelData.text
                    font: Theme.figure
                    Accessible.ignored: true
                }
            }
        }
    }
    ErrorBox {
        width: parent.width
        visible: result.hasProblems
        title: result.failed ? result.model.resultTitle : qsTr("Not everything could be imported")
        explanation: result.model.problems
        retryText: qsTr("Import again")
        onRetried: result.model.start()
    }
    Label {
        width: parent.width
        visible: text.length > 0
        text: result.model.notes
        color: Theme.text2
        wrapMode: Text.Wrap
        maximumLineCount: 8
    }
    Rectangle {
        width: parent.width
        height: Math.min(rows.contentHeight, Theme.px(168)) + 2
        visible: rows.count > 0
        radius: Theme.radiusControl
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.line

        ListView {
            id: rows

            anchors.fill: parent
            anchors.margins: 1
            clip: true
            model: result.model.rejections
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Refused events")

            T.ScrollBar.vertical: ScrollBar {}

            delegate: Item {
                id: line

                required property int index
                required property string message
                required property string place
                required property string code
                required property string field

                width: ListView.view.width
                height: words.implicitHeight + Theme.px(14)
                Accessible.role: Accessible.ListItem
                Accessible.name: line.message + " " + line.place

                Column {
                    id: words

                    x: 10
                    y: Theme.px(7)
                    width: parent.width - 20
                    spacing: 1

                    Label {
                        width: parent.width
                        text: line.message
                        font: Theme.secondary
                        wrapMode: Text.Wrap
                        maximumLineCount: 3
                        Accessible.ignored: true
                    }
                    Label {
                        width: parent.width
                        text: line.field.length > 0 ? qsTr("%1, %2 at %3").arg(line.place).arg(line.code).arg(line.field) : qsTr("%1, %2").arg(line.place).arg(line.code)
                        font: Theme.caption
                        color: Theme.muted
                        elide: Text.ElideMiddle
                        Accessible.ignored: true
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
    Row {
        visible: result.model.hasRejections
        spacing: 8

        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: text.length > 0
            text: result.model.moreText
            color: Theme.muted
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: !result.hasQuarantine
            text: qsTr("Refused events are kept whole in quarantine.")
            color: Theme.muted
        }
        Button {
            visible: result.hasQuarantine
            kind: Button.Kind.Link
            text: qsTr("Open the quarantine")
            onClicked: result.quarantineRequested()
        }
    }
}
