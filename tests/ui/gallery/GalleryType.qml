pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

Column {
    id: column

    spacing: 10

    Panel {
        width: parent.width
        title: "Type, Inter and JetBrains Mono"
        padding: 12
        height: 230

        Column {
            Label {
                text: "Welcome title"
                font: Theme.welcome
                height: 32
            }
            Label {
                text: "41,806 figures"
                font: Theme.figure
                height: 28
            }
            Label {
                text: "Page title"
                font: Theme.pageTitle
                height: 24
            }
            Label {
                text: "Panel title"
                font: Theme.panelTitle
                height: 18
            }
            Label {
                text: "Dialog and drawer title"
                font: Theme.dialogTitle
                height: 20
            }
            Label {
                text: "Body, navigation, table cell"
                height: 18
            }
            Label {
                text: "Secondary text"
                font: Theme.secondary
                height: 16
            }
            Label {
                text: "Caption, axis, column head"
                font: Theme.caption
                height: 14
            }
            Label {
                text: "order.placed e_01JH8Z 0123456789"
                font: Theme.mono
                height: 18
            }
        }
    }
    Panel {
        width: parent.width
        title: "Status, shape and colour"
        padding: 12
        height: 380

        Column {
            Repeater {
                model: ["pending", "in_progress", "completed", "failed", "archived", "matched", "mismatched", "partial", "late", "stale", "unknown", "rpending", "live", "off"]

                Row {
                    id: line

                    required property string modelData

                    height: 25
                    spacing: 10

                    StatusMark {
                        status: line.modelData
                        size: 18
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    StatusLabel {
                        status: line.modelData
                        text: line.modelData
                        font: Theme.secondary
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
    }
    Panel {
        width: parent.width
        title: "Icons"
        padding: 12
        height: 170

        Grid {
            columns: 12
            spacing: 8

            Repeater {
                model: ["overview", "entities", "bottleneck", "trends", "reconcile", "replay", "quarantine", "sync", "alerts", "audit", "settings", "search", "down", "up", "right", "left", "expand", "collapse", "close", "plus", "minus", "check", "more", "filter", "columns", "rows", "export", "upload", "copy", "external", "pause", "play", "stop", "clock", "calendar", "database", "folder", "file", "branch", "cloud", "nodes", "globe", "message", "page", "feed", "bolt", "warning", "info", "user", "link", "bookmark", "lock", "table", "chart", "terminal", "box", "workflow", "arrow", "undo", "queue"]

                Icon {
                    required property string modelData

                    name: modelData
                    color: Theme.text2
                }
            }
        }
    }
}
