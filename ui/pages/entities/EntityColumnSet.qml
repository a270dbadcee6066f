pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// Gives a DataTable the columns that EntitiesModel shows.
QtObject {
    id: set

    required property DataTable table
    required property EntitiesModel rows

    readonly property TableColumn check: TableColumn {
        key: "check"
        title: qsTr("Select all matches")
        kind: TableColumn.Kind.Check
        width: 34
        minimumWidth: 34
        sortable: false
    }
    readonly property Component template: Component {
        TableColumn {}
    }
    readonly property var specs: set.rows.columnSpecs
    // What the user chose, by key.
    readonly property var chosenWidths: set.rows.columnWidths
    readonly property bool narrow: set.table.width < Theme.px(1080)
    // Beside the preview, names keep their room and long words are cut earlier; the tooltip has them whole.
    readonly property var narrowWidths: ({
            "status": 106,
            "id": 124,
            "type": 80,
            "project": 84,
            "current_step": 96,
            "steps": 92,
            "updated": 84,
            "age": 80,
            "retries": 60
        })

    function build(): void {
        const made = [set.check];
        for (const spec of set.specs) {
            made.push(set.template.createObject(set, {
                key: spec.key,
                title: spec.title,
                width: spec.name ? set.narrowWidths.id : spec.width,
                kind: spec.blocks ? TableColumn.Kind.Steps : spec.name ? TableColumn.Kind.Strong : spec.right ? TableColumn.Kind.Number : TableColumn.Kind.Text,
                stretch: spec.name,
                sortable: spec.sortable,
                elideMiddle: spec.id
            }));
        }
        const gone = [];
        for (let i = 1; i < set.table.columns.length; ++i)
            gone.push(set.table.columns[i]);
        set.table.columns = made;
        for (const column of gone)
            column.destroy();
    }

    function layOut(): void {
        const widths = {};
        if (set.narrow) {
            for (const key in set.narrowWidths)
                if (key !== "id")
                    widths[key] = Theme.px(set.narrowWidths[key]);
        }
        set.table.widths = Object.assign(widths, set.chosenWidths);
    }

    onSpecsChanged: set.build()
    onChosenWidthsChanged: set.layOut()
    onNarrowChanged: set.layOut()
}
