pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// Keys and what they do: "g e  Entities".
Row {
    id: hint

    required property list<string> keys
    required property string does

    spacing: 6
    Accessible.role: Accessible.StaticText
    Accessible.name: {
        let name = "";
        for (let i = 0; i < hint.keys.length; ++i)
            name += hint.keys[i] + " ";
        return name + hint.does;
    }

    Repeater {
        model: hint.keys

        Kbd {
            required property string modelData

            text: modelData
            anchors.verticalCenter: parent?.verticalCenter
        }
    }
    Text {
        text: hint.does
        font: Theme.secondary
        color: Theme.muted
        textFormat: Text.PlainText
        anchors.verticalCenter: parent.verticalCenter
        Accessible.ignored: true
    }
}
