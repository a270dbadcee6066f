pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls
import Binnacle.Models.Entities
import Binnacle.Theme

// A titled list of short lines.
Column {
    id: section

    enum Kind { Steps, Facts, Events }

    required property string title
    required property PreviewLines lines
    required property int kind
    property string trail

    function sentence(label: string, mark: string, value: string, trail: string): string {
        let text = label;
        for (const part of [mark.replace("_", " "), value, trail])
            text += part.length > 0 ? ", " + part : "";
        return text;
    }

    visible: section.lines.count > 0

    Item {
        width: parent.width
        height: Theme.px(30)

        Label {
            x: 12
            y: 12
            text: section.title
            font: Theme.captionStrong
            color: Theme.muted
            Accessible.role: Accessible.Heading
        }
        Label {
            anchors.right: parent.right
            anchors.rightMargin: 12
            y: 12
            text: section.trail
            font: Theme.captionStrong
            color: Theme.muted
        }
    }
    Repeater {
        model: section.lines

        Item {
            id: line

            required property string label
            required property string value
            required property string mark
            required property string tone
            required property bool quiet
            required property string tip
            required property string trail

            width: section.width
            height: section.kind === PreviewSection.Kind.Steps ? Theme.px(24) : Theme.px(22)
            Accessible.role: Accessible.StaticText
            Accessible.name: section.sentence(line.label, line.mark, line.value, line.trail)

            StatusMark {
                x: 12
                anchors.verticalCenter: parent.verticalCenter
                visible: section.kind === PreviewSection.Kind.Steps
                status: line.mark
                size: 11
            }
            // Steps: name, then duration at the end. Facts: name, then value. Events: time, type, source at the end.
            Label {
                id: first

                x: section.kind === PreviewSection.Kind.Steps ? 30 : 12
                width: {
                    if (section.kind === PreviewSection.Kind.Steps)
                        return line.width - x - last.width - 20;
                    return section.kind === PreviewSection.Kind.Facts ? 76 : Math.max(62, implicitWidth);
                }
                height: parent.height
                text: section.kind === PreviewSection.Kind.Events ? line.value : line.label
                font: section.kind === PreviewSection.Kind.Steps ? Theme.body : Theme.secondary
                color: section.kind !== PreviewSection.Kind.Steps || line.quiet ? Theme.muted : Theme.text
                elide: section.kind === PreviewSection.Kind.Steps ? Text.ElideMiddle : Text.ElideRight
                Accessible.ignored: true
            }
            Label {
                x: first.x + first.width + 8
                width: line.width - x - (last.visible ? last.width + 20 : 12)
                height: parent.height
                visible: section.kind !== PreviewSection.Kind.Steps
                text: section.kind === PreviewSection.Kind.Events ? line.label : line.value
                font: section.kind === PreviewSection.Kind.Events ? Theme.mono : Theme.secondary
                color: Theme.text
                Accessible.ignored: true
            }
            Label {
                id: last

                anchors.right: parent.right
                anchors.rightMargin: 12
                width: Math.min(implicitWidth, 110)
                height: parent.height
                visible: section.kind !== PreviewSection.Kind.Facts
                text: section.kind === PreviewSection.Kind.Steps ? line.value : line.trail
                font: Theme.secondary
                color: line.tone === "failed" ? Theme.statusFailed : Theme.muted
                Accessible.ignored: true
            }
            HoverHandler {
                id: pointer
            }
            ToolTip {
                visible: pointer.hovered && line.tip.length > 0
                text: line.tip
            }
        }
    }
}
