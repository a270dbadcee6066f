pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Settings

// How events come in: the address, and where events go that do not say.
Panel {
    id: group

    required property SettingsModel model

    title: qsTr("Gateway")
    headerLine: true

    Column {
        width: parent.width

        SettingRow {
            width: parent.width
            title: qsTr("Receive events")
            help: qsTr("While this window is open. `binnacle serve` always does.")

            Column {
                width: parent.width
                spacing: 4

                Switch {
                    id: enabled

                    readonly property bool modelValue: group.model.gatewayEnabled.value === "true"

                    width: Math.min(implicitWidth, parent.width)
                    label: qsTr("Receive events")
                    text: group.model.gatewayText
                    Component.onCompleted: enabled.checked = enabled.modelValue
                    onModelValueChanged: enabled.checked = enabled.modelValue
                    onToggled: {
                        if (!group.model.gatewayEnabled.enter(enabled.checked ? "true" : "false"))
                            enabled.checked = enabled.modelValue;
                    }
                }
                FieldNotes {
                    width: parent.width
                    field: group.model.gatewayEnabled
                }
                ErrorBox {
                    width: parent.width
                    visible: group.model.gatewayProblem.length > 0
                    title: qsTr("The gateway cannot listen where the settings say")
                    explanation: group.model.gatewayProblem
                    onRetried: group.model.applyGateway()
                }
            }
        }
        FactRow {
            width: parent.width
            title: qsTr("Address")
            help: qsTr("Only this computer can send, until keys and encryption protect what comes from others.")
            value: group.model.gatewayHost
            mono: true
        }
        TextRow {
            width: parent.width
            title: qsTr("Port")
            help: qsTr("0 takes any free one.")
            field: group.model.gatewayPort
            fieldWidth: 100
        }
        TextRow {
            width: parent.width
            title: qsTr("Default organisation")
            help: qsTr("For events that do not name theirs.")
            field: group.model.organization
        }
        TextRow {
            width: parent.width
            title: qsTr("Default project")
            field: group.model.project
        }
    }
}
