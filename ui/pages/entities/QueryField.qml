pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// The query as text, coloured; the Down key lists what was asked before.
FocusScope {
    id: field

    required property EntityQueryModel filter

    signal escaped

    implicitHeight: Theme.px(34)

    function focusText(): void {
        edit.forceActiveFocus(Qt.ShortcutFocusReason);
        edit.selectAll();
    }

    // Begins a new filter at the end of the text: "project:".
    function begin(word: string): void {
        const text = edit.text.trim();
        edit.text = text.length > 0 ? text + " " + word : word;
        edit.cursorPosition = edit.length;
        edit.forceActiveFocus(Qt.OtherFocusReason);
    }

    function use(text: string): void {
        history.close();
        field.filter.replace(text);
        edit.cursorPosition = edit.length;
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusControl
        color: Theme.sunken
        border.width: edit.activeFocus ? Theme.focusWidth : Theme.hairline
        border.color: field.filter.problem.length > 0 ? Theme.statusFailed : edit.activeFocus ? Theme.focus : pointer.hovered ? Theme.text2 : Theme.controlBorder

        HoverHandler {
            id: pointer

            cursorShape: Qt.IBeamCursor
        }
        TapHandler {
            onTapped: edit.forceActiveFocus(Qt.MouseFocusReason)
        }
    }
    Icon {
        x: 10
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        size: Theme.iconSmallSize
    }
    Flickable {
        id: viewport

        anchors.left: parent.left
        anchors.leftMargin: 18 + Theme.px(Theme.iconSmallSize)
        anchors.right: ends.left
        anchors.rightMargin: 8
        height: parent.height
        contentWidth: Math.max(width, edit.implicitWidth + 2)
        contentHeight: height
        clip: true
        interactive: false
        boundsBehavior: Flickable.StopAtBounds

        TextEdit {
            id: edit

            width: viewport.contentWidth
            height: viewport.height
            focus: true
            activeFocusOnTab: true
            text: field.filter.text
            font.family: Theme.monoFamily
            font.pixelSize: Theme.px(13)
            color: Theme.text
            selectionColor: Theme.selectionLine
            selectedTextColor: Theme.accentInk
            selectByMouse: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.NoWrap
            verticalAlignment: TextEdit.AlignVCenter
            inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("Filter")
            Accessible.description: field.filter.problem
            onTextChanged: {
                // One line: what is pasted with line breaks becomes one.
                if (edit.text.indexOf("\n") >= 0)
                    edit.text = edit.text.replace(/\s*\n\s*/g, " ");
                field.filter.text = edit.text;
            }
            onCursorRectangleChanged: {
                const x = edit.cursorRectangle.x;
                if (x < viewport.contentX)
                    viewport.contentX = x;
                else if (x > viewport.contentX + viewport.width - 2)
                    viewport.contentX = x - viewport.width + 2;
            }
            Keys.onPressed: event => {
                switch (event.key) {
                case Qt.Key_Return:
                case Qt.Key_Enter:
                    field.filter.commit();
                    break;
                case Qt.Key_Escape:
                    field.escaped();
                    break;
                case Qt.Key_Down:
                    history.openList();
                    break;
                case Qt.Key_Tab:
                    edit.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason);
                    break;
                case Qt.Key_Backtab:
                    edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason);
                    break;
                default:
                    return;
                }
                event.accepted = true;
            }

            QueryHighlighter {
                document: edit.textDocument
                fieldColor: Theme.muted
                valueColor: Theme.accentText
                negationColor: Theme.statusFailed
                problemColor: Theme.statusFailed
            }
            Connections {
                target: field.filter

                function onTextChanged(): void {
                    if (edit.text !== field.filter.text)
                        edit.text = field.filter.text;
                }
            }
        }
    }
    Label {
        anchors.left: viewport.left
        anchors.right: viewport.right
        height: parent.height
        visible: edit.length === 0 && edit.preeditText.length === 0
        text: qsTr("Filter, for example status:failed step:github-commit updated:<2h")
        font: Theme.secondary
        color: Theme.muted
        Accessible.ignored: true
    }
    Row {
        id: ends

        anchors.right: parent.right
        anchors.rightMargin: 6
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4

        Kbd {
            anchors.verticalCenter: parent.verticalCenter
            visible: !edit.activeFocus
            text: "/"
        }
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            visible: edit.length > 0
            small: true
            iconName: "close"
            iconSize: 14
            text: qsTr("Clear the filter")
            focusPolicy: Qt.NoFocus
            onClicked: field.filter.clear()
        }
    }
    T.Popup {
        id: history

        function openList(): void {
            if (field.filter.history.length === 0)
                return;
            list.currentIndex = 0;
            history.open();
            list.forceActiveFocus();
        }

        y: field.height + 4
        width: field.width
        implicitHeight: Math.min(list.contentHeight + 10, Theme.menuItemHeight * 9 + 10)
        padding: 5
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
        onClosed: edit.forceActiveFocus()

        background: Rectangle {
            radius: Theme.radiusPanel
            color: Theme.popupFill
            border.width: Theme.hairline
            border.color: Theme.lineStrong
        }
        ListView {
            id: list

            anchors.fill: parent
            clip: true
            model: field.filter.history
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Filters used before")
            Keys.onReturnPressed: field.use(field.filter.history[list.currentIndex])

            delegate: SelectOption {
                id: option

                required property int index
                required property string modelData

                width: ListView.view.width
                text: option.modelData
                chosen: false
                highlighted: list.currentIndex === option.index || option.hovered
                onClicked: field.use(option.modelData)
            }
        }
    }
}
