pragma ComponentBehavior: Bound

import QtQuick
import Binnacle.Controls

Panel {
    id: panel

    title: "Empty, loading, error, stale"
    padding: 12

    Column {
        width: parent.width
        spacing: 12

        EmptyState {
            width: parent.width
            kind: EmptyState.Kind.Good
            title: "Nothing has failed"
            explanation: "Last failure 3 h 12 m ago, resolved."
            actionText: "Show resolved"
        }
        EmptyState {
            width: parent.width
            kind: EmptyState.Kind.NotSetUp
            iconName: "sync"
            title: "Sync is not set up"
            explanation: "Choose a source to start collecting."
            actionText: "Add a source…"
        }
        EmptyState {
            width: parent.width
            kind: EmptyState.Kind.NoMatch
            title: "No entity matches this filter"
            explanation: "38 match without project:docs"
            actionText: "Remove that filter"
        }
        LoadingLines {
            width: parent.width
            height: 106
            loading: true
            text: "Loading 4,512 events"
        }
        ErrorBox {
            width: parent.width
            title: "Could not read the store"
            explanation: "Connection to events-eu-1 closed. The view from 12:40:58 stays."
            details: "x"
        }
        Notice {
            width: parent.width
            status: "stale"
            text: "As of 12:31, feed is 10 m behind"
        }
    }
}
