pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Settings

// A setting that is one of a few words.
SettingRow {
    id: row

    required property SettingField field
    required property list<string> values
    required property list<string> names
    readonly property int valueIndex: row.values.indexOf(row.field.value)

    onValueIndexChanged: choice.currentIndex = row.valueIndex

    Column {
        width: parent.width
        spacing: 4

        Segmented {
            id: choice

            label: row.title
            options: row.names
            Component.onCompleted: choice.currentIndex = row.valueIndex
            onChosen: index => {
                if (!row.field.enter(row.values[index]))
                    choice.currentIndex = row.valueIndex;
            }
        }
        FieldNotes {
            width: parent.width
            field: row.field
        }
    }
}
