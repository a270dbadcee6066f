pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls

// The table of data_table_test.cpp.
DataTable {
    label: "Parcels"
    columns: [
        TableColumn {
            key: "check"
            title: "Select"
            kind: TableColumn.Kind.Check
            width: 34
            minimumWidth: 34
            sortable: false
            resizable: false
        },
        TableColumn {
            key: "name"
            title: "Name"
            width: 200
            stretch: true
        },
        TableColumn {
            key: "weight"
            title: "Weight"
            kind: TableColumn.Kind.Number
            width: 120
        },
        TableColumn {
            key: "note"
            title: "Note"
            width: 160
            sortable: false
        }
    ]
}
