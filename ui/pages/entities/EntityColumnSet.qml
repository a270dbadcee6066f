pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities

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

    function build(): void {
        const made = [set.check];
        for (const spec of set.specs) {
            made.push(set.template.createObject(set, {
                key: spec.key,
                title: spec.title,
                width: spec.width,
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

    onSpecsChanged: set.build()
}
