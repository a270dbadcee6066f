pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Settings
import Binnacle.Theme

// Under a control: what was wrong with the entry, or what is in force instead of it.
Column {
    id: notes

    required property SettingField field

    spacing: 2

    Sentence {
        width: parent.width
        visible: text.length > 0
        sentence: notes.field.problem
        font: Theme.secondary
        color: Theme.statusFailed
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
    }
    Label {
        width: parent.width
        visible: text.length > 0
        text: notes.field.note
        font: Theme.secondary
        color: Theme.muted
        wrapMode: Text.Wrap
    }
}
