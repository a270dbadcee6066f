pragma ComponentBehavior: Bound

import QtQuick

// What every page is: the shell loads it, gives it the argument of its route, and asks it these things.
FocusScope {
    id: page

    // What the route was opened with: a query, an entity's key. May change while the page is shown.
    property string argument
    // Last part of the breadcrumb after the page's title, for example an entity's id.
    property string crumb
    // The route that the title in the breadcrumb leads to; empty: this page's own.
    property string parentRoute

    // Ask the shell to go somewhere, to say something for six seconds, to open its dialogs.
    signal navigate(route: string, argument: string)
    signal notify(status: string, text: string)
    signal keyListRequested

    // "/": focus the filter. False where there is none.
    function focusFilter(): bool {
        return false;
    }
    // F5
    function refresh(): void {
    }
    // Esc: close, then clear the selection, then the filter. False where nothing was left to do.
    function handleEscape(): bool {
        return false;
    }
    // Ctrl Return: the primary action of the screen.
    function primaryAction(): bool {
        return false;
    }
    // A command of the palette that belongs to this page ("export"). False where it is none of this page's.
    function runCommand(name: string): bool {
        return false;
    }

    focus: true
}
