pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Charts
import Binnacle.Theme

// One cell. Roles are those of models/common/table_model.h.
Rectangle {
    id: cell

    required property int row
    required property int column
    required property string display
    required property string mark
    required property string tone
    required property string tip
    required property string blocks
    required property bool selected
    required property string tint
    required property string sentence

    required property DataTableState table
    readonly property TableColumn spec: cell.table.columns[cell.column]
    readonly property int kind: cell.spec?.kind ?? TableColumn.Kind.Text
    readonly property bool isCurrent: cell.row === cell.table.currentRow
    readonly property bool isHovered: cell.row === cell.table.hoveredRow
    readonly property bool isFirst: cell.column === cell.table.firstShown
    readonly property bool isLast: cell.column === cell.table.lastShown
    readonly property bool isMissing: cell.display.length === 0 && cell.kind !== TableColumn.Kind.Check && cell.kind !== TableColumn.Kind.Steps
    readonly property color ink: {
        if (cell.isMissing || cell.kind === TableColumn.Kind.Steps)
            return Theme.muted;
        switch (cell.tone) {
        case "":
            return Theme.text;
        case "text2":
            return Theme.text2;
        case "muted":
            return Theme.muted;
        case "accent":
            return Theme.accentText;
        default:
            return Theme.statusColor(cell.tone);
        }
    }

    implicitWidth: 100
    implicitHeight: cell.table.rowHeight
    clip: false
    color: {
        if (cell.selected || cell.isCurrent)
            return Theme.selection;
        if (cell.isHovered)
            return Theme.hover;
        return cell.tint.length > 0 ? Theme.mix(Theme.statusColor(cell.tint), Theme.surface, 0.08) : Theme.surface;
    }
    Accessible.role: Accessible.Cell
    Accessible.name: cell.isFirst ? cell.sentence : cell.display
    Accessible.selected: cell.selected
    Accessible.focused: cell.isCurrent && cell.table.hasFocus

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: cell.isCurrent ? Theme.selectionLine : Theme.line
    }
    Rectangle {
        visible: cell.isCurrent
        width: parent.width
        height: 1
        color: Theme.selectionLine
    }
    Rectangle {
        visible: cell.isCurrent && cell.isFirst
        width: Theme.selectedBar
        height: parent.height
        color: Theme.accentText
    }
    StatusMark {
        id: statusMark

        x: words.x - width - 7
        anchors.verticalCenter: parent.verticalCenter
        visible: cell.mark.length > 0
        status: cell.mark
    }
    Text {
        id: words

        readonly property int markRoom: cell.mark.length > 0 ? Theme.px(Theme.markSize) + 7 : 0
        readonly property int start: (cell.isFirst ? 12 : Theme.cellPadding) + words.markRoom

        x: words.start
        width: Math.max(0, cell.width - words.start - (cell.isLast ? 12 : Theme.cellPadding))
        height: cell.height
        visible: cell.kind !== TableColumn.Kind.Check
        text: cell.isMissing ? "–" : cell.display
        font: cell.kind === TableColumn.Kind.Strong ? Theme.bodyStrong : cell.kind === TableColumn.Kind.Mono ? Theme.mono : Theme.body
        color: cell.ink
        elide: cell.spec?.elideMiddle ? Text.ElideMiddle : Text.ElideRight
        horizontalAlignment: cell.spec?.alignRight || cell.kind === TableColumn.Kind.Steps ? Text.AlignRight : Text.AlignLeft
        verticalAlignment: Text.AlignVCenter
        textFormat: Text.PlainText
    }
    CheckMark {
        x: cell.isFirst ? 12 : Theme.cellPadding
        anchors.verticalCenter: parent.verticalCenter
        visible: cell.kind === TableColumn.Kind.Check
        checkState: cell.selected ? Qt.Checked : Qt.Unchecked
        hovered: cell.isHovered
    }
    StepBlocks {
        x: words.x
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, words.width - (cell.display.length > 0 ? words.contentWidth + 8 : 0))
        height: 10
        visible: cell.kind === TableColumn.Kind.Steps
        blocks: cell.kind === TableColumn.Kind.Steps ? cell.blocks : ""
        completed: Theme.statusCompleted
        inProgress: Theme.statusInProgress
        failed: Theme.statusFailed
        pending: Theme.barPending
    }
    ToolTip {
        readonly property bool isCut: words.visible && words.truncated
        readonly property string whole: cell.tip.length > 0 ? cell.tip : cell.display

        visible: cell.isHovered && cell.table.hoveredColumn === cell.column && text.length > 0
        // Nothing that the cell shows already.
        text: isCut || whole !== cell.display ? whole : ""
    }
}
