pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Binnacle.Theme

// A dashed rounded outline: "not set up", "add one".
Shape {
    id: frame

    property int radius: Theme.radiusPanel
    property color color: Theme.lineStrong

    Accessible.ignored: true

    ShapePath {
        strokeColor: frame.color
        strokeWidth: Theme.hairline
        strokeStyle: ShapePath.DashLine
        dashPattern: [3, 3]
        fillColor: "transparent"
        startX: frame.radius
        startY: 0.5

        PathLine {
            x: frame.width - frame.radius
            y: 0.5
        }
        PathArc {
            x: frame.width - 0.5
            y: frame.radius
            radiusX: frame.radius
            radiusY: frame.radius
        }
        PathLine {
            x: frame.width - 0.5
            y: frame.height - frame.radius
        }
        PathArc {
            x: frame.width - frame.radius
            y: frame.height - 0.5
            radiusX: frame.radius
            radiusY: frame.radius
        }
        PathLine {
            x: frame.radius
            y: frame.height - 0.5
        }
        PathArc {
            x: 0.5
            y: frame.height - frame.radius
            radiusX: frame.radius
            radiusY: frame.radius
        }
        PathLine {
            x: 0.5
            y: frame.radius
        }
        PathArc {
            x: frame.radius
            y: 0.5
            radiusX: frame.radius
            radiusY: frame.radius
        }
    }
}
