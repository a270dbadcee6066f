pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Settings
import Binnacle.Theme

// A setting that is typed: written with Enter or on leaving, Escape takes back what holds.
SettingRow {
    id: row

    required property SettingField field
    property int fieldWidth: 260
    property string placeholder

    function write(): void {
        if (edit.text.trim() !== row.field.value)
            row.field.enter(edit.text);
        else
            row.field.forget();
    }

    Column {
        width: parent.width
        spacing: 4

        TextField {
            id: edit

            width: Math.min(parent.width, Theme.px(row.fieldWidth))
            label: row.title
            text: row.field.value
            placeholderText: row.placeholder
            problem: row.field.problem
            onEditingFinished: row.write()
            Keys.onEscapePressed: event => {
                event.accepted = edit.text !== row.field.value;
                edit.text = row.field.value;
                row.field.forget();
            }

            Connections {
                target: row.field

                // What was refused stays to be corrected.
                function onChanged(): void {
                    if (row.field.problem.length === 0)
                        edit.text = row.field.value;
                }
            }
        }
        FieldNotes {
            width: parent.width
            field: row.field
        }
    }
}
