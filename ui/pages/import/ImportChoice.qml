pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Import
import Binnacle.Theme

// Which files, and how to read them.
Column {
    id: choice

    required property ImportModel model

    signal chooseRequested
    signal chooseFolderRequested

    spacing: Theme.spaceM

    Item {
        id: place

        width: parent.width
        height: Theme.px(104)

        DashedFrame {
            anchors.fill: parent
            color: Theme.controlBorder
        }
        Column {
            anchors.centerIn: parent
            width: parent.width - 32
            spacing: 6

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "file"
                size: 20
                color: choice.model.fileCount > 0 ? Theme.accentText : Theme.text2
            }
            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: choice.model.fileCount > 0 ? choice.model.filesText : qsTr("Drop files or folders here")
                font: choice.model.fileCount > 0 ? Theme.bodyStrong : Theme.body
                color: choice.model.fileCount > 0 ? Theme.text : Theme.text2
                elide: Text.ElideMiddle
            }
            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: choice.model.fileCount > 0 ? choice.model.filesNote : qsTr(".json, .jsonl, .ndjson, .xes; also as .gz or .zst")
                font: Theme.secondary
                color: Theme.muted
            }
        }
    }
    Row {
        spacing: Theme.spaceS

        Button {
            iconName: "file"
            text: choice.model.fileCount > 0 ? qsTr("Choose other files...") : qsTr("Choose files...")
            onClicked: choice.chooseRequested()
        }
        Button {
            iconName: "folder"
            text: qsTr("Choose a folder...")
            onClicked: choice.chooseFolderRequested()
        }
    }
    Notice {
        width: parent.width
        visible: choice.model.filesProblem.length > 0
        status: "failed"
        text: choice.model.filesProblem
    }
    Divider {
        width: parent.width
    }
    Row {
        width: parent.width
        spacing: Theme.spaceL

        Select {
            width: Theme.px(250)
            label: qsTr("Format")
            model: choice.model.dialectNames
            currentIndex: choice.model.dialectIndex
            onActivated: index => choice.model.dialectIndex = index
        }
        CheckBox {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Times without a zone are UTC")
            checked: choice.model.assumeUtc
            onToggled: choice.model.assumeUtc = checked
        }
    }
    Row {
        width: parent.width
        spacing: Theme.spaceM

        ImportField {
            width: (parent.width - Theme.spaceM) / 2
            label: qsTr("Organisation of events that name none")
            hint: choice.model.defaultOrganization
            text: choice.model.organization
            onEdited: text => choice.model.organization = text
        }
        ImportField {
            width: (parent.width - Theme.spaceM) / 2
            label: qsTr("Project of events that name none")
            hint: choice.model.defaultProject
            text: choice.model.project
            onEdited: text => choice.model.project = text
        }
    }
}
