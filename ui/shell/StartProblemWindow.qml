pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Window
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// Stands where the dashboard could not open: what is wrong, with which file, and the ways on.
Window {
    id: window

    required property StartProblem problem
    readonly property bool isStore: window.problem.part === StartProblem.Store

    width: 720
    height: 440
    minimumWidth: 560
    minimumHeight: 400
    visible: true
    color: Theme.bg
    title: qsTr("%1 - Binnacle").arg(window.problem.title)
    Component.onCompleted: again.forceActiveFocus(Qt.TabFocusReason)

    Binding {
        target: Theme
        property: "mode"
        value: window.problem.settings.theme
    }
    Binding {
        target: Theme
        property: "textScale"
        value: window.problem.settings.textScale
    }
    ScrollArea {
        anchors.fill: parent
        contentHeight: Math.max(height, words.implicitHeight + 2 * 32)

        Column {
            id: words

            anchors.centerIn: parent
            width: Math.min(parent.width - 2 * Theme.spaceXL, Theme.px(620))
            spacing: Theme.spaceM

            Icon {
                name: "compass"
                size: 40
                color: Theme.accentText
            }
            Label {
                width: parent.width
                topPadding: Theme.spaceS
                text: window.problem.title
                font: Theme.welcome
                wrapMode: Text.Wrap
                Accessible.role: Accessible.Heading
            }
            ErrorBox {
                width: parent.width
                title: window.problem.message
                explanation: window.problem.remedy
                retryText: ""
            }
            Row {
                width: parent.width
                spacing: Theme.spaceS
                visible: window.problem.place.length > 0

                Icon {
                    id: placeIcon

                    anchors.verticalCenter: parent.verticalCenter
                    name: window.isStore ? "database" : "settings"
                    size: Theme.iconSmallSize
                }
                Label {
                    width: parent.width - placeIcon.width - parent.spacing
                    text: window.problem.place
                    font: Theme.mono
                    color: Theme.text2
                    elide: Text.ElideMiddle
                }
            }
            Flow {
                width: parent.width
                topPadding: Theme.spaceM
                spacing: Theme.spaceS

                Button {
                    id: again

                    size: Button.Size.Large
                    kind: Button.Kind.Primary
                    iconName: "retry"
                    text: qsTr("Try again")
                    onClicked: window.problem.choose(StartProblem.TryAgain)
                }
                Button {
                    visible: window.problem.part !== StartProblem.SettingsFile
                    size: Button.Size.Large
                    iconName: "folder"
                    text: qsTr("Open another store...")
                    onClicked: stores.open()
                }
                Button {
                    visible: window.problem.part === StartProblem.SettingsFile
                    size: Button.Size.Large
                    text: qsTr("Go on with the built-in settings")
                    onClicked: window.problem.choose(StartProblem.BuiltInSettings)
                }
                Button {
                    visible: window.isStore
                    size: Button.Size.Large
                    iconName: "play"
                    text: qsTr("Open the demo")
                    onClicked: window.problem.choose(StartProblem.OpenDemo)
                }
                Button {
                    size: Button.Size.Large
                    kind: Button.Kind.Quiet
                    iconName: "copy"
                    text: qsTr("Copy details")
                    onClicked: window.problem.copyDetails()
                }
            }
        }
    }
    FileDialog {
        id: stores

        // A new store is a name that is not there yet.
        title: qsTr("A store, or the name of a new one")
        fileMode: FileDialog.SaveFile
        // The linter of Qt 6.4 does not know the type of the flags.
        options: FileDialog.DontConfirmOverwrite // qmllint disable type property
        acceptLabel: qsTr("Open")
        onAccepted: window.problem.chooseStore(stores.selectedFile)
    }
}
