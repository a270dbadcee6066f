pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// What an error says and what to do about it. A command of ours, in backticks as the remedies have it, is set as one;
// everything else is plain text, backticks too: it may come from strangers.
Label {
    id: words

    required property string sentence
    // The first command; empty where there is none.
    readonly property string command: (/`(binnacle [a-z -]+)`/.exec(words.sentence) ?? ["", ""])[1]
    // As it is read aloud.
    readonly property string spoken: words.sentence.replace(/`(binnacle [a-z -]+)`/g, "$1")

    function marked(): string {
        const size = Math.min(Theme.mono.pixelSize, words.font.pixelSize);
        const open = "<span style=\"font-family:'" + Theme.monoFamily + "';font-size:" + size + "px\">";
        const plain = words.sentence.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\n/g, "<br>");
        return plain.replace(/`(binnacle [a-z -]+)`/g, (all, command) => open + command.replace(/ /g, "&nbsp;").replace(/-/g, "&#8209;") + "</span>");
    }

    text: words.command.length > 0 ? words.marked() : words.sentence
    textFormat: words.command.length > 0 ? Text.RichText : Text.PlainText
    Accessible.name: words.spoken
}
