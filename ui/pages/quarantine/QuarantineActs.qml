pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Quarantine
import Binnacle.Theme

// The acts, with the number of items they are about. Where they cannot be used their tooltip says why.
Row {
    id: acts

    required property QuarantinePageModel page
    readonly property bool isFree: acts.page.blockedWhy.length === 0
    readonly property string uneditableWhy: !acts.isFree ? acts.page.blockedWhy : acts.page.actCount > 1 ? qsTr("A correction is for one item; %1 are selected.").arg(acts.page.actCount) : acts.page.item.uneditableWhy

    signal correctRequested
    signal discardRequested

    spacing: Theme.spaceS

    // A disabled control gets no pointer, so that the reason hangs on the place it stands in.
    component Why: Item {
        id: why

        property string text
        default property alias button: why.data

        implicitWidth: why.children.length > 0 ? (why.children[0] as Item).implicitWidth : 0
        implicitHeight: Theme.buttonHeight

        HoverHandler {
            id: pointer
        }
        ToolTip {
            visible: pointer.hovered && why.text.length > 0
            text: why.text
        }
    }

    Why {
        text: acts.page.blockedWhy

        Button {
            enabled: acts.isFree
            kind: Button.Kind.Primary
            iconName: "retry"
            text: qsTr("Retry %1").arg(acts.page.actCount)
            Accessible.description: acts.page.blockedWhy
            onClicked: acts.page.retry()
        }
    }
    Why {
        text: acts.uneditableWhy

        Button {
            enabled: acts.uneditableWhy.length === 0
            text: qsTr("Edit and retry...")
            Accessible.description: acts.uneditableWhy
            onClicked: acts.correctRequested()
        }
    }
    Why {
        text: acts.page.blockedWhy

        Button {
            enabled: acts.isFree
            kind: Button.Kind.DangerOutline
            text: qsTr("Discard %1...").arg(acts.page.actCount)
            Accessible.description: acts.page.blockedWhy
            onClicked: acts.discardRequested()
        }
    }
}
