pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// One chip a filter: a click turns it into its opposite, the cross takes it away.
Item {
    id: chips

    required property EntityQueryModel filter

    // The user wants to type a filter that begins with `word`.
    signal wordRequested(word: string)

    implicitHeight: flow.implicitHeight

    Flow {
        id: flow

        anchors.left: parent.left
        anchors.right: clearAll.visible ? clearAll.left : parent.right
        anchors.rightMargin: Theme.spaceS
        spacing: 6

        Repeater {
            id: repeater

            model: chips.filter

            Chip {
                id: chip

                required property int index
                required property string label
                required property string phrase
                required property bool negated
                required property string status
                required property string sentence

                name: chip.label
                value: chip.phrase
                mark: chip.status
                Accessible.name: qsTr("Filter %1").arg(chip.sentence)
                Accessible.description: chip.negated ? qsTr("Return drops the \"not\", Delete removes the filter.") : qsTr("Return turns it into \"not\", Delete removes the filter.")
                onClicked: chips.filter.toggleNegated(chip.index)
                onRemoved: chips.filter.removeAt(chip.index)

                ToolTip {
                    visible: chip.hovered
                    text: chip.negated ? qsTr("Click to drop the \"not\"") : qsTr("Click to turn it into \"not\"")
                }
            }
        }
        AddChip {
            id: add

            text: qsTr("Add filter")
            onClicked: menu.popup(add, 0, add.height + 4)
        }
    }
    Button {
        id: clearAll

        anchors.right: parent.right
        anchors.top: parent.top
        visible: chips.filter.count > 0
        kind: Button.Kind.Link
        text: qsTr("Clear all")
        onClicked: chips.filter.clear()
    }
    Menu {
        id: menu

        Menu {
            title: qsTr("Status")

            MenuItem {
                text: qsTr("Pending")
                onTriggered: chips.filter.addText("status:pending")
            }
            MenuItem {
                text: qsTr("In progress")
                onTriggered: chips.filter.addText("status:in_progress")
            }
            MenuItem {
                text: qsTr("Completed")
                onTriggered: chips.filter.addText("status:completed")
            }
            MenuItem {
                text: qsTr("Failed")
                onTriggered: chips.filter.addText("status:failed")
            }
            MenuItem {
                text: qsTr("Archived")
                onTriggered: chips.filter.addText("status:archived")
            }
        }
        Menu {
            title: qsTr("Updated")

            MenuItem {
                text: qsTr("Under 15 m ago")
                onTriggered: chips.filter.addText("updated:<15m")
            }
            MenuItem {
                text: qsTr("Under 2 h ago")
                onTriggered: chips.filter.addText("updated:<2h")
            }
            MenuItem {
                text: qsTr("Under 1 d ago")
                onTriggered: chips.filter.addText("updated:<1d")
            }
            MenuItem {
                text: qsTr("Over 1 h ago")
                onTriggered: chips.filter.addText("updated:>1h")
            }
            MenuItem {
                text: qsTr("Over 1 d ago")
                onTriggered: chips.filter.addText("updated:>1d")
            }
        }
        Menu {
            title: qsTr("Retries")

            MenuItem {
                text: qsTr("Any")
                onTriggered: chips.filter.addText("retries:>0")
            }
            MenuItem {
                text: qsTr("Over 2")
                onTriggered: chips.filter.addText("retries:>2")
            }
        }
        MenuDivider {}
        MenuItem {
            text: qsTr("Organisation...")
            onTriggered: chips.wordRequested("org:")
        }
        MenuItem {
            text: qsTr("Project...")
            onTriggered: chips.wordRequested("project:")
        }
        MenuItem {
            text: qsTr("Type...")
            onTriggered: chips.wordRequested("type:")
        }
        MenuItem {
            text: qsTr("Current step...")
            onTriggered: chips.wordRequested("current:")
        }
        MenuItem {
            text: qsTr("Step...")
            onTriggered: chips.wordRequested("step:")
        }
        MenuItem {
            text: qsTr("Action...")
            onTriggered: chips.wordRequested("action:")
        }
        MenuItem {
            text: qsTr("Error...")
            onTriggered: chips.wordRequested("error:")
        }
    }
}
