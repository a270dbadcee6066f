pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.App
import Binnacle.Controls
import Binnacle.Theme

// All keys, by "?".
Dialog {
    id: dialog

    required property AppModel app

    title: qsTr("Keys")
    explanation: qsTr("Single letters work while no text field has the focus.")
    width: Math.min(parent ? parent.width - 32 : 720, Theme.px(720))

    Grid {
        id: grid

        width: parent?.width ?? 0
        topPadding: 8
        columns: 2
        columnSpacing: 24
        rowSpacing: 9

        Repeater {
            model: [
                { keys: ["Ctrl", "K"], does: qsTr("Search or run a command"), route: "palette" },
                { keys: ["g", "o"], does: qsTr("Overview"), route: "overview" },
                { keys: ["/"], does: qsTr("Focus the filter"), route: "" },
                { keys: ["g", "e"], does: qsTr("Entities"), route: "entities" },
                { keys: ["j", "k"], does: qsTr("Next and previous row"), route: "" },
                { keys: ["g", "q"], does: qsTr("Quarantine"), route: "quarantine" },
                { keys: ["Enter"], does: qsTr("Open the row"), route: "" },
                { keys: ["g", ","], does: qsTr("Settings"), route: "settings" },
                { keys: ["Space"], does: qsTr("Preview the row"), route: "" },
                { keys: ["["], does: qsTr("Collapse or expand the rail"), route: "" },
                { keys: ["x"], does: qsTr("Select the row"), route: "" },
                { keys: ["Ctrl", "Shift", "L"], does: qsTr("Dark or light"), route: "" },
                { keys: ["Shift", "j"], does: qsTr("Extend the selection (or k)"), route: "" },
                { keys: ["F5"], does: qsTr("Read again"), route: "" },
                { keys: ["Ctrl", "A"], does: qsTr("Select all matches"), route: "" },
                { keys: ["Alt", "←"], does: qsTr("Back"), route: "" },
                { keys: ["Esc"], does: qsTr("Close, clear selection, clear filter"), route: "" },
                { keys: ["Alt", "→"], does: qsTr("Forward"), route: "" },
                { keys: ["Ctrl", "Return"], does: qsTr("Main action of the page"), route: "" },
                { keys: ["Ctrl", "I"], does: qsTr("Import files"), route: "import" },
                { keys: ["←", "→"], does: qsTr("Choose a column of the table"), route: "" },
                { keys: ["Shift", "→"], does: qsTr("Widen the column, ← narrows it"), route: "" },
                { keys: ["s"], does: qsTr("Sort by the column, Shift s adds it"), route: "" },
                { keys: ["?"], does: qsTr("This list"), route: "" },
                { keys: ["Ctrl", "1"], does: qsTr("First saved view, to Ctrl 9"), route: "entities" }
            ]

            Item {
                id: line

                required property var modelData

                width: (grid.width - grid.columnSpacing) / 2
                height: Theme.px(20)

                KeyHint {
                    keys: line.modelData.keys
                    does: line.modelData.does
                    opacity: line.modelData.route.length === 0 || dialog.app.routes.has(line.modelData.route) ? 1 : 0.4
                }
            }
        }
    }
}
