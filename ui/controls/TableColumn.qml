pragma ComponentBehavior: Bound

import QtQuick

// One column of a DataTable, in the order of the model's columns.
QtObject {
    enum Kind { Text, Strong, Mono, Number, Status, Steps, Age, Check }

    // Stable name: sort, remembered widths.
    required property string key
    // The column's head; for kinds without one (Check) it is read aloud.
    required property string title
    property int kind: TableColumn.Kind.Text
    // Pixels at text scale 1.
    property int width: 100
    property int minimumWidth: 40
    // Takes what the others leave; one column at most.
    property bool stretch: false
    property bool sortable: true
    property bool shown: true
    property bool resizable: kind !== TableColumn.Kind.Check
    // Middle for ids, right for sentences.
    property bool elideMiddle: false
    readonly property bool alignRight: kind === TableColumn.Kind.Number || kind === TableColumn.Kind.Age
}
