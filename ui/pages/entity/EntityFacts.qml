pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// "Type blog-post   Project editorial ..."; goes on in a second line where one is too short.
Flow {
    id: facts

    required property LinesModel lines

    spacing: 0

    Repeater {
        model: facts.lines

        Item {
            id: fact

            required property string label
            required property string value
            required property string tip

            width: Math.min(name.implicitWidth + 5 + said.implicitWidth, 320) + 20
            height: Theme.px(22)
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%1: %2").arg(fact.label).arg(fact.value)

            Label {
                id: name

                height: parent.height
                text: fact.label
                font: Theme.secondary
                color: Theme.muted
                Accessible.ignored: true
            }
            Label {
                id: said

                x: name.width + 5
                width: fact.width - 20 - x
                height: parent.height
                text: fact.value
                font: Theme.secondary
                color: Theme.text2
                elide: Text.ElideMiddle
                Accessible.ignored: true
            }
            HoverHandler {
                id: pointer
            }
            ToolTip {
                visible: pointer.hovered && text.length > 0
                text: fact.tip.length > 0 ? fact.tip : said.truncated ? fact.value : ""
            }
        }
    }
}
