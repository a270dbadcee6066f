pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Theme

// Every token of the design language, and nothing else: the only QML singleton of the program.
// Sizes that hold text grow with textScale; lines, radii and spaces do not.
QtObject {
    id: theme

    // "system" follows the desktop.
    property string mode: "system"
    // 1.0 to 1.5
    property real textScale: 1.0
    property bool reduceMotion: theme.systemScheme.reducedMotion

    readonly property bool dark: theme.mode === "dark" || (theme.mode !== "light" && theme.systemScheme.dark)
    readonly property SystemScheme systemScheme: SystemScheme {}

    // Colours
    readonly property color bg: theme.dark ? "#0E1116" : "#F3F5F8"
    readonly property color surface: theme.dark ? "#151A21" : "#FFFFFF"
    readonly property color raised: theme.dark ? "#1D232C" : "#F8F9FB"
    readonly property color sunken: theme.dark ? "#0A0D11" : "#FFFFFF"
    readonly property color line: theme.dark ? "#262D37" : "#E2E6EC"
    readonly property color lineStrong: theme.dark ? "#3A4452" : "#C3CAD4"
    readonly property color controlBorder: theme.dark ? "#68758A" : "#838E9D"
    readonly property color hover: theme.dark ? "#1A2029" : "#F1F4F8"
    readonly property color selection: theme.dark ? "#1E2A4A" : "#E3E8FF"
    readonly property color selectionLine: theme.dark ? "#4C5FD0" : "#4A58D8"
    readonly property color text: theme.dark ? "#E7EBF1" : "#161B23"
    readonly property color text2: theme.dark ? "#B9C2CE" : "#3C4653"
    readonly property color muted: theme.dark ? "#8E99A9" : "#5A6573"
    readonly property color disabled: theme.dark ? "#5C6675" : "#98A2AF"
    readonly property color accent: theme.dark ? "#5866E4" : "#4452D2"
    readonly property color accentText: theme.dark ? "#9CA9FF" : "#3A47C4"
    readonly property color accentHover: theme.dark ? "#4D5ADA" : "#3844B8"
    readonly property color accentInk: theme.dark ? "#FFFFFF" : "#FFFFFF"
    readonly property color focus: theme.dark ? "#A9B4FF" : "#3A47C4"
    readonly property color grid: theme.dark ? "#222933" : "#E9EDF2"
    readonly property color glyphCut: theme.dark ? "#0E1116" : "#FFFFFF"
    readonly property color envLocal: theme.dark ? "#8E99A9" : "#5A6573"
    readonly property color envStaging: theme.dark ? "#F0B429" : "#8A5A00"
    readonly property color envProduction: theme.dark ? "#FF6B61" : "#C0281F"
    readonly property color travel: theme.dark ? "#F0B429" : "#8A5A00"
    readonly property color travelBg: theme.dark ? "#2A2210" : "#FFF3D6"
    readonly property color danger: theme.dark ? "#C93A34" : "#C0281F"
    readonly property color dangerInk: theme.dark ? "#FFFFFF" : "#FFFFFF"
    readonly property color dangerBg: theme.dark ? "#2B1719" : "#FDECEA"
    readonly property color okBg: theme.dark ? "#10251F" : "#E4F5EE"
    readonly property color warnBg: theme.dark ? "#2A2210" : "#FFF3D6"
    readonly property color infoBg: theme.dark ? "#13233A" : "#E6F0FC"
    // Fills that differ by more than a token between the themes.
    readonly property color buttonFill: theme.dark ? theme.raised : theme.surface
    readonly property color popupFill: theme.dark ? theme.raised : theme.surface
    readonly property color navActive: theme.dark ? theme.raised : "#EDF0F5"
    readonly property color scrim: "#9E040609"
    readonly property color inkLine: "#59FFFFFF"

    // Status
    readonly property color statusPending: theme.dark ? "#B6C0CD" : "#4B5767"
    readonly property color statusInProgress: theme.dark ? "#4C9DF0" : "#1B66C9"
    readonly property color statusCompleted: theme.dark ? "#3FC29A" : "#0B7A5B"
    readonly property color statusFailed: theme.dark ? "#FF7063" : "#C22F22"
    readonly property color statusArchived: theme.dark ? "#798494" : "#7A8593"
    readonly property color statusMatched: theme.dark ? "#3FC29A" : "#0B7A5B"
    readonly property color statusMismatched: theme.dark ? "#DB63C6" : "#B52C9B"
    readonly property color statusPartial: theme.dark ? "#F7D35C" : "#8B6900"
    readonly property color statusLate: theme.dark ? "#EE8A3C" : "#823200"
    readonly property color statusStale: theme.dark ? "#A694F5" : "#6A4FCB"
    readonly property color statusUnknown: theme.dark ? "#8E99A9" : "#5A6573"
    // In bars a bright pending would outshout work that moves.
    readonly property color barPending: theme.controlBorder

    // Chart series in order; the sixth is "other".
    readonly property color series1: theme.dark ? "#4C9DF0" : "#1B66C9"
    readonly property color series2: theme.dark ? "#3FC29A" : "#14946F"
    readonly property color series3: theme.dark ? "#F2C14E" : "#B98500"
    readonly property color series4: theme.dark ? "#DB63C6" : "#B52C9B"
    readonly property color series5: theme.dark ? "#B9DDF7" : "#173A6E"
    readonly property color series6: theme.dark ? "#798494" : "#8A94A2"
    readonly property list<color> series: [
        theme.series1, theme.series2, theme.series3, theme.series4, theme.series5, theme.series6
    ]

    // Type
    readonly property string sans: "Binnacle Sans"
    readonly property string monoFamily: "Binnacle Mono"
    readonly property font welcome: theme.makeFont(theme.sans, 24, 600, -0.4)
    readonly property font figure: theme.makeFont(theme.sans, 22, 600, -0.3)
    readonly property font pageTitle: theme.makeFont(theme.sans, 17, 600, -0.2)
    readonly property font dialogTitle: theme.makeFont(theme.sans, 15, 600, -0.1)
    readonly property font panelTitle: theme.makeFont(theme.sans, 13, 600, 0)
    readonly property font body: theme.makeFont(theme.sans, 13, 400, 0)
    readonly property font bodyStrong: theme.makeFont(theme.sans, 13, 500, 0)
    readonly property font secondary: theme.makeFont(theme.sans, 12, 400, 0)
    readonly property font caption: theme.makeFont(theme.sans, 11, 400, 0)
    readonly property font columnHead: theme.makeFont(theme.sans, 11, 500, 0)
    readonly property font button: theme.makeFont(theme.sans, 12, 500, 0)
    readonly property font badge: theme.makeFont(theme.sans, 11, 600, 0.4)
    readonly property font mono: theme.makeFont(theme.monoFamily, 12, 400, 0)
    readonly property font secondaryStrong: theme.makeFont(theme.sans, 12, 500, 0)
    readonly property font captionStrong: theme.makeFont(theme.sans, 11, 500, 0)

    // Line heights of the roles above, for texts of more than one line
    readonly property int welcomeLine: theme.px(32)
    readonly property int figureLine: theme.px(28)
    readonly property int pageTitleLine: theme.px(24)
    readonly property int dialogTitleLine: theme.px(20)
    readonly property int panelTitleLine: theme.px(18)
    readonly property int bodyLine: theme.px(18)
    readonly property int secondaryLine: theme.px(16)
    readonly property int captionLine: theme.px(14)

    // Spaces
    readonly property int spaceXS: 4
    readonly property int spaceS: 8
    readonly property int spaceM: 12
    readonly property int spaceL: 16
    readonly property int spaceXL: 24
    readonly property int pagePadding: 16
    readonly property int panelGap: 12
    readonly property int panelPadding: 12
    readonly property int cellPadding: 8

    // Radii
    readonly property int radiusMark: 2
    readonly property int radiusCheck: 3
    readonly property int radiusChip: 5
    readonly property int radiusControl: 6
    readonly property int radiusPanel: 8
    readonly property int radiusDialog: 10

    // Sizes
    readonly property int railWidth: 208
    readonly property int railCollapsedWidth: 56
    readonly property int topBarHeight: theme.px(48)
    readonly property int statusBarHeight: theme.px(24)
    readonly property int travelBandHeight: theme.px(60)
    readonly property int pageHeaderHeight: theme.px(48)
    readonly property int panelHeaderHeight: theme.px(36)
    readonly property int tabBarHeight: theme.px(36)
    readonly property int columnHeadHeight: theme.px(28)
    readonly property int rowCompact: theme.px(26)
    readonly property int rowNormal: theme.px(32)
    readonly property int rowTwoLine: theme.px(39)
    readonly property int buttonHeight: theme.px(28)
    readonly property int buttonSmallHeight: theme.px(24)
    readonly property int buttonLargeHeight: theme.px(36)
    readonly property int buttonHeroHeight: theme.px(48)
    readonly property int fieldHeight: theme.px(30)
    readonly property int chipHeight: theme.px(24)
    readonly property int navItemHeight: theme.px(32)
    readonly property int menuItemHeight: theme.px(26)
    readonly property int iconSize: 16
    readonly property int iconSmallSize: 14
    readonly property int markSize: 12
    readonly property int markLargeSize: 18
    readonly property int envLineHeight: 3
    readonly property int drawerWidth: 304
    readonly property int sideColumnWidth: 352
    readonly property int paletteWidth: 656
    readonly property int hitTargetMin: 24

    // Lines
    readonly property int hairline: 1
    readonly property int focusWidth: 2
    readonly property int focusOffset: 2
    readonly property int selectedBar: 3
    readonly property real iconStroke: 1.4
    readonly property real chartLine: 1.7
    readonly property real sparkline: 1.3

    // Motion, in milliseconds; data never moves
    readonly property int hoverMs: theme.reduceMotion ? 0 : 80
    readonly property int panelMs: theme.reduceMotion ? 0 : 120
    readonly property int easing: Easing.OutCubic

    function px(length: real): int {
        return Math.round(length * theme.textScale);
    }

    function makeFont(family: string, size: int, weight: int, spacing: real): font {
        return Qt.font({
            family: family,
            pixelSize: theme.px(size),
            weight: weight,
            letterSpacing: spacing,
            hintingPreference: Font.PreferNoHinting
        });
    }

    // `state` is a status word of the store: "failed", "in_progress", ... Any other is unknown.
    function statusColor(state: string): color {
        switch (state) {
        case "pending":
            return theme.statusPending;
        case "in_progress":
            return theme.statusInProgress;
        case "completed":
            return theme.statusCompleted;
        case "failed":
            return theme.statusFailed;
        case "archived":
            return theme.statusArchived;
        case "matched":
            return theme.statusMatched;
        case "mismatched":
            return theme.statusMismatched;
        case "partial":
            return theme.statusPartial;
        case "late":
            return theme.statusLate;
        case "stale":
            return theme.statusStale;
        case "unknown":
            return theme.statusUnknown;
        case "rpending":
            return theme.statusPending;
        case "live":
            return theme.statusCompleted;
        case "warn":
            return theme.envProduction;
        default:
            return theme.statusUnknown;
        }
    }

    // The colour of `state` in bars and blocks.
    function barColor(state: string): color {
        return state === "pending" || state === "rpending" ? theme.barPending : theme.statusColor(state);
    }

    function mix(over: color, under: color, part: real): color {
        return Qt.rgba(over.r * part + under.r * (1 - part), over.g * part + under.g * (1 - part),
            over.b * part + under.b * (1 - part), 1);
    }

    // The fill of a heat cell: `value` against the largest of its column.
    function heat(state: string, value: real, columnMax: real): color {
        const part = columnMax > 0 && value > 0 ? 0.05 + 0.37 * Math.sqrt(value / columnMax) : 0.05;
        return theme.mix(theme.statusColor(state), theme.surface, part);
    }

    // RRGGBB, as the picture providers want it.
    function hex(tone: color): string {
        return String(tone).slice(-6);
    }
}
