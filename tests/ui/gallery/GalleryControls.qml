pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Charts
import Binnacle.Controls
import Binnacle.Theme

Panel {
    id: panel

    title: "Controls"
    padding: 12

    Column {
        width: parent.width
        spacing: 9

        Row {
            spacing: 8

            Button {
                text: "Replay 38…"
                iconName: "replay"
                kind: Button.Kind.Primary
            }
            Button {
                text: "Retry step"
                iconName: "retry"
            }
            Button {
                text: "Clear"
                keyText: "Esc"
                kind: Button.Kind.Quiet
            }
        }
        Button {
            text: "Replay 4,512 events to PRODUCTION"
            iconName: "replay"
            kind: Button.Kind.Danger
        }
        Row {
            spacing: 10

            Button {
                text: "Focused"
                iconName: "retry"
                focus: true
                Component.onCompleted: forceActiveFocus(Qt.TabFocusReason)
            }
            Button {
                text: "Disabled"
                iconName: "retry"
                enabled: false
            }
            IconButton {
                text: "More"
                iconName: "more"
                outlined: true
                small: true
            }
        }
        Row {
            spacing: 8

            SearchField {
                label: "Filter"
                width: 150
                placeholderText: "Filter events"
                keyText: "/"
            }
            TextField {
                label: "Entity"
                width: 150
                text: "order/10482"
            }
        }
        Row {
            spacing: 8

            Select {
                label: "Project"
                model: ["All", "editorial"]
            }
            Segmented {
                label: "Time"
                options: ["1 h", "24 h", "7 d"]
                currentIndex: 1
            }
        }
        Row {
            spacing: 8

            Chip {
                name: "Status"
                value: "failed"
                mark: "failed"
            }
            AddChip {
                text: "Add filter"
            }
            Tag {
                text: "v47"
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        Row {
            spacing: 12

            CheckBox {
                text: "On"
                checked: true
            }
            CheckBox {
                text: "Off"
            }
            CheckBox {
                text: "Part"
                tristate: true
                checkState: Qt.PartiallyChecked
            }
            RadioButton {
                text: "One"
                checked: true
            }
            Switch {
                label: "a"
                checked: true
            }
            Switch {
                label: "b"
            }
        }
        Row {
            spacing: 8

            Button {
                text: "Small 24"
                size: Button.Size.Small
            }
            Button {
                text: "Discard"
                size: Button.Size.Small
                kind: Button.Kind.DangerOutline
            }
            Button {
                text: "Open log"
                kind: Button.Kind.Link
            }
            Tag {
                text: "PRODUCTION"
                ink: Theme.envProduction
                outline: Theme.envProduction
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        Row {
            spacing: 16

            StepBlocks {
                anchors.verticalCenter: parent.verticalCenter
                blocks: "cccifpp"
                completed: Theme.statusCompleted
                inProgress: Theme.statusInProgress
                failed: Theme.statusFailed
                pending: Theme.barPending
            }
            P95Bar {
                anchors.verticalCenter: parent.verticalCenter
                value: 29.8
                p95: 38.4
                track: Theme.grid
                usual: Theme.barPending
                late: Theme.statusLate
                failed: Theme.statusFailed
                tick: Theme.text
            }
            P95Bar {
                anchors.verticalCenter: parent.verticalCenter
                value: 54.6
                p95: 38.4
                track: Theme.grid
                usual: Theme.barPending
                late: Theme.statusLate
                failed: Theme.statusFailed
                tick: Theme.text
            }
            Sparkline {
                anchors.verticalCenter: parent.verticalCenter
                values: [3, 4, 3, 5, 4, 6, 10]
                color: Theme.statusFailed
            }
        }
        Row {
            spacing: 16

            P95Bar {
                anchors.verticalCenter: parent.verticalCenter
                value: 200
                p95: 38.4
                track: Theme.grid
                usual: Theme.barPending
                late: Theme.statusLate
                failed: Theme.statusFailed
                tick: Theme.text
            }
            ShareBar {
                anchors.verticalCenter: parent.verticalCenter
                values: [60, 20, 9]
                colors: [Theme.statusInProgress, Theme.barPending, Theme.statusFailed]
            }
        }
        TabBar {
            width: parent.width

            Tab {
                text: "All"
                countText: "44,948"
                pill: true
            }
            Tab {
                text: "Failed"
                countText: "146"
                pill: true
            }
            Tab {
                text: "History"
                countText: "3"
            }
        }
        KeyHint {
            keys: ["g", "e"]
            does: "Entities"
        }
        Rectangle {
            width: 216
            height: menu.implicitHeight
            color: "transparent"

            Menu {
                id: menu

                visible: true
                width: 216
                closePolicy: Menu.NoAutoClose

                MenuItem {
                    text: "Sync all"
                    iconName: "sync"
                    keyText: "Ctrl Return"
                    highlighted: true
                }
                MenuItem {
                    text: "Collect only"
                    iconName: "export"
                }
                MenuDivider {}
                MenuItem {
                    text: "Retry 12 queued messages"
                    iconName: "retry"
                }
            }
        }
    }
}
