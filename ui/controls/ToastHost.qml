pragma ComponentBehavior: Bound

import QtQuick

// Short messages at the bottom right, 6 s each (never while the pointer rests on one), at most three at once.
Item {
    id: host

    // The latest message, for assistive programs.
    property string announced

    signal acted(action: string)

    // `status` is the mark beside the text; `action` names what `acted` reports when `actionText` is clicked.
    function show(status: string, text: string, actionText: string, action: string): void {
        if (toasts.count >= 3)
            toasts.remove(0);
        toasts.append({
            "status": status,
            "message": text,
            "actionText": actionText,
            "action": action
        });
        host.announced = text;
    }

    Accessible.role: Accessible.AlertMessage
    Accessible.name: host.announced

    ListModel {
        id: toasts
    }
    Column {
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: 16
        spacing: 8

        Repeater {
            model: toasts

            Toast {
                id: toast

                required property int index
                required property string action

                anchors.right: parent?.right
                maximumWidth: host.width - 32
                onExpired: toasts.remove(toast.index)
                onActed: {
                    host.acted(toast.action);
                    toasts.remove(toast.index);
                }
            }
        }
    }
}
