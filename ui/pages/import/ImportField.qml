pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Theme

// A quiet word and a field below it.
Column {
    id: field

    required property string label
    property string hint
    property alias text: input.text

    signal edited(text: string)

    spacing: 4

    Label {
        text: field.label
        font: Theme.caption
        color: Theme.muted
        Accessible.ignored: true
    }
    TextField {
        id: input

        width: parent.width
        label: field.label
        placeholderText: field.hint
        onTextEdited: field.edited(input.text)
    }
}
