pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Welcome
import Binnacle.Theme

// The demo opens as a program of its own, with a store of its own.
WelcomeCard {
    id: card

    required property WelcomeModel model

    iconName: "play"
    title: qsTr("Open the demo")
    explanation: qsTr("A made-up company in a store of its own, in its own window. Nothing leaves this computer.")
    first: true
    corner: Tag {
        text: qsTr("Demo data")
        ink: Theme.accentText
        outline: Theme.selectionLine
    }
    actions: [
        Button {
            enabled: card.model.hasDemo
            kind: Button.Kind.Primary
            size: Button.Size.Large
            iconName: "arrow"
            text: qsTr("Open the demo")
            keyText: "1"
            onClicked: card.model.openDemo()
        }
    ]

    Column {
        y: 16
        width: parent.width
        spacing: 8

        Repeater {
            model: card.model.demoFacts

            Row {
                id: fact

                required property int index
                required property string modelData

                width: parent?.width ?? 0
                spacing: 8

                StatusMark {
                    y: 3
                    status: card.model.demoMarks[fact.index] ?? "completed"
                }
                Label {
                    width: parent.width - 8 - Theme.px(Theme.markSize)
                    text: fact.modelData
                    color: Theme.text2
                    wrapMode: Text.Wrap
                }
            }
        }
    }
    Label {
        anchors.bottom: parent.bottom
        width: parent.width
        visible: text.length > 0
        text: card.model.demoProblem.length > 0 ? card.model.demoProblem : card.model.demoStarted ? qsTr("Started. Making it takes some seconds.") : ""
        font: Theme.secondary
        color: card.model.demoProblem.length > 0 ? Theme.statusFailed : Theme.muted
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
    }
}
