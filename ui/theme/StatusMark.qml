pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// The shape and colour of a state. Always beside its word: the mark itself is not read aloud.
Image {
    id: mark

    // A status word: "pending", "in_progress", "completed", "failed", "archived", "matched", "mismatched",
    // "partial", "late", "stale", "unknown"; "rpending" (hollow diamond), "live", "off" (dot and ring), "warn".
    required property string status
    property color color: Theme.statusColor(mark.status)
    property color cut: Theme.glyphCut
    // At text scale 1; it grows with the text.
    property int size: Theme.markSize
    readonly property int drawn: Theme.px(mark.size)

    width: mark.drawn
    height: mark.drawn
    sourceSize.width: mark.drawn
    sourceSize.height: mark.drawn
    source: mark.status.length > 0 ? "image://glyph/" + mark.status + "/" + Theme.hex(mark.color) + "/" + Theme.hex(mark.cut) : ""
    Accessible.ignored: true
}
