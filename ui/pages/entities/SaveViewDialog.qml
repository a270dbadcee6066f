pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// Names a view: a new one, or one that is renamed.
Dialog {
    id: dialog

    required property EntitiesPageModel page
    // The view to rename; -1: the present filter becomes a view.
    property int row: -1
    readonly property string problem: dialog.page.views.nameProblem(name.text, dialog.row)

    function saveNew(): void {
        dialog.row = -1;
        name.text = dialog.page.views.suggestedName();
        dialog.open();
    }

    function rename(row: int): void {
        dialog.row = row;
        name.text = dialog.page.views.name(row);
        dialog.open();
    }

    title: dialog.row < 0 ? qsTr("Save this filter as a view") : qsTr("Rename the view")
    explanation: dialog.row < 0 ? (dialog.page.filter.appliedText.length > 0 ? dialog.page.filter.appliedText : qsTr("Every entity")) : ""
    confirmText: dialog.row < 0 ? qsTr("Save view") : qsTr("Rename view")
    keepText: qsTr("Keep as it is")
    canConfirm: dialog.problem.length === 0
    onOpened: {
        name.forceActiveFocus(Qt.PopupFocusReason);
        name.selectAll();
    }
    onAccepted: {
        if (dialog.row < 0)
            dialog.page.views.save(name.text);
        else
            dialog.page.views.rename(dialog.row, name.text);
    }

    Column {
        width: parent.width
        spacing: 4

        TextField {
            id: name

            width: parent.width
            label: qsTr("Name of the view")
            placeholderText: qsTr("Name, for example \"Release failures\"")
            problem: name.length > 0 ? dialog.problem : ""
            onAccepted: {
                if (dialog.canConfirm)
                    dialog.accept();
            }
        }
        Label {
            width: parent.width
            visible: text.length > 0
            text: name.problem
            font: Theme.secondary
            color: Theme.statusFailed
        }
    }
}
