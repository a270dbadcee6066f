pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entity
import Binnacle.Theme

// A panel of named lines.
Panel {
    id: panel

    required property LinesModel lines

    headerLine: true

    Column {
        width: parent?.width ?? 0
        topPadding: 4
        bottomPadding: 6

        Repeater {
            model: panel.lines

            Item {
                id: line

                required property string label
                required property string value

                width: panel.width - 2
                height: Math.max(Theme.px(26), said.implicitHeight + 8)
                Accessible.role: Accessible.ListItem
                Accessible.name: line.value.length > 0 ? qsTr("%1: %2").arg(line.label).arg(line.value) : line.label

                Label {
                    id: name

                    x: 12
                    width: Math.min(implicitWidth, line.width * 0.45)
                    height: Theme.px(26)
                    text: line.label
                    elide: Text.ElideMiddle
                    Accessible.ignored: true
                }
                Label {
                    id: said

                    anchors.right: parent.right
                    anchors.rightMargin: 12
                    anchors.verticalCenter: parent.verticalCenter
                    width: line.width - name.width - 36
                    text: line.value
                    font: Theme.secondary
                    color: Theme.muted
                    horizontalAlignment: Text.AlignRight
                    wrapMode: Text.Wrap
                    maximumLineCount: 4
                    Accessible.ignored: true
                }
            }
        }
    }
}
