pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// Text of one role. Plain text always: what is shown comes from strangers. Cut texts end in three dots.
Text {
    font: Theme.body
    color: Theme.text
    elide: Text.ElideRight
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    linkColor: Theme.accentText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
