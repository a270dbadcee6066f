pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.App
import Binnacle.Controls
import Binnacle.Models.Palette
import Binnacle.Theme

// The palette: a field, what matches, what the keys do. Loaded over the page by the shell, which calls open().
Item {
    id: root

    objectName: "palettePage"

    required property AppModel app
    readonly property PaletteModel palette: root.app.palette
    readonly property bool opened: popup.visible

    function open(): void {
        root.palette.start();
        popup.open();
    }
    function run(row: int): void {
        if (row < 0 || row >= root.palette.count)
            return;
        // The focus is back on the page before the act, so that a dialog it opens keeps its own.
        popup.close();
        root.palette.activate(row);
    }

    T.Popup {
        id: popup

        parent: T.Overlay.overlay
        x: Math.round(((parent?.width ?? 0) - width) / 2)
        y: (parent?.height ?? 0) < 800 ? 40 : Theme.px(88)
        width: Math.min(Theme.px(Theme.paletteWidth), (parent?.width ?? 688) - 32)
        height: Theme.px(48) + list.height + trouble.height + footer.implicitHeight + 2
        modal: true
        focus: true
        padding: 1
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
        onOpened: field.forceActiveFocus(Qt.ShortcutFocusReason)
        onClosed: root.palette.stop()

        T.Overlay.modal: Rectangle {
            color: Theme.scrim
        }
        background: Rectangle {
            radius: Theme.radiusDialog
            color: Theme.popupFill
            border.width: Theme.hairline
            border.color: Theme.lineStrong
            Accessible.role: Accessible.Dialog
            Accessible.name: qsTr("Search or run a command")
        }
        contentItem: Item { // qmllint disable deferred-property-id
            Icon {
                x: 14
                y: (field.height - height) / 2
                name: "search"
            }
            T.TextField {
                id: field

                x: 23 + Theme.px(Theme.iconSize)
                width: count.x - x - 8
                height: Theme.px(48)
                verticalAlignment: TextInput.AlignVCenter
                font.family: Theme.sans
                font.pixelSize: Theme.px(15)
                color: Theme.text
                selectionColor: Theme.selectionLine
                selectedTextColor: Theme.accentInk
                selectByMouse: true
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Search or run a command")
                Accessible.description: root.palette.countText
                onTextEdited: root.palette.text = field.text
                Keys.onUpPressed: root.palette.move(-1)
                Keys.onDownPressed: root.palette.move(1)
                Keys.onTabPressed: root.palette.entitiesOnly = !root.palette.entitiesOnly
                Keys.onBacktabPressed: root.palette.entitiesOnly = !root.palette.entitiesOnly
                Keys.onReturnPressed: root.run(root.palette.currentRow)
                Keys.onEnterPressed: root.run(root.palette.currentRow)
                Keys.onPressed: event => {
                    if (event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp) {
                        const step = event.key === Qt.Key_PageDown ? 8 : -8;
                        root.palette.currentRow = Math.max(0, Math.min(root.palette.count - 1, root.palette.currentRow + step));
                        event.accepted = true;
                    } else if (event.text === "?" && field.length === 0) {
                        popup.close();
                        root.palette.chosen("keys", "");
                        event.accepted = true;
                    }
                }

                Label {
                    width: parent.width
                    height: parent.height
                    visible: field.length === 0 && field.preeditText.length === 0
                    text: root.palette.entitiesOnly ? qsTr("Find an entity by its id") : qsTr("Command, place, view, entity or filter such as status:failed")
                    font: field.font
                    color: Theme.muted
                    Accessible.ignored: true
                }
                // Not a binding of the field's own: typing would end it.
                Binding {
                    target: field
                    property: "text"
                    value: root.palette.text
                }
            }
            Label {
                id: count

                anchors.right: parent.right
                anchors.rightMargin: 14
                height: field.height
                text: root.palette.problem.length > 0 ? qsTr("Entities could not be searched") : root.palette.countText
                font: Theme.secondary
                color: root.palette.problem.length > 0 ? Theme.statusFailed : Theme.muted
            }
            Divider {
                y: field.height - 1
                width: parent.width
            }
            ListView {
                id: list

                y: field.height
                width: parent.width
                height: Math.min(Theme.px(34) * root.palette.count + Theme.px(28) * root.palette.groupCount, Math.max(120, (popup.parent?.height ?? 600) - popup.y - Theme.px(82) - 40))
                clip: true
                model: root.palette
                currentIndex: root.palette.currentRow
                highlightMoveDuration: 0
                boundsBehavior: Flickable.StopAtBounds
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Results")

                T.ScrollBar.vertical: ScrollBar {}

                delegate: PaletteRow {
                    width: ListView.view.width
                    current: ListView.isCurrentItem
                    onChosen: root.run(index)
                }
            }
            Sentence {
                id: trouble

                x: 14
                anchors.top: list.bottom
                width: parent.width - 28
                height: visible ? implicitHeight + 20 : 0
                visible: text.length > 0
                sentence: root.palette.problem
                color: Theme.text2
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
            }
            PaletteFooter {
                id: footer

                anchors.bottom: parent.bottom
                width: parent.width
                entitiesOnly: root.palette.entitiesOnly
            }
        }
    }
}
