#pragma once

#include <QObject>
#include <QPointer>

#include <functional>

namespace binnacle {

/// From any thread: runs `call` later on the GUI thread, unless `receiver` is gone by then. Calls of one thread keep
/// their order. Make the QPointer on the GUI thread.
///
///     m_subscription = engine.subscribe([this, self = QPointer<QObject>(this)](const ChangeSet& changes) {
///         postTo(self, [this, changes] { takeChanges(changes); });
///     });
void postTo(QPointer<QObject> receiver, std::function<void()> call);

} // namespace binnacle
