#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QPointer>

#include <atomic>
#include <memory>
#include <utility>

namespace binnacle {

/// A call on its way to the GUI thread. Qt's event queue orders what was before the call and what is in it, but with
/// a lock that thread sanitizers cannot see into; the flag tells them the same.
template <typename Call>
class PostedCall {
public:
    PostedCall(QPointer<QObject> receiver, Call call)
        : m_shared(std::make_shared<Shared>(std::move(receiver), std::move(call)))
    {
        m_shared->isSent.store(true, std::memory_order_release);
    }

    void operator()() const
    {
        if (m_shared->isSent.load(std::memory_order_acquire) && m_shared->receiver)
            m_shared->call();
    }

private:
    struct Shared {
        Shared(QPointer<QObject> receiver, Call call)
            : receiver(std::move(receiver))
            , call(std::move(call))
        {
        }
        QPointer<QObject> receiver;
        Call call;
        std::atomic<bool> isSent = false;
    };
    std::shared_ptr<Shared> m_shared;
};

/// From any thread: runs `call` later on the GUI thread, unless `receiver` is gone by then. Calls of one thread keep
/// their order. Make the QPointer on the GUI thread.
///
///     m_subscription = engine.subscribe([this, self = QPointer<QObject>(this)](const ChangeSet& changes) {
///         postTo(self, [this, changes] { takeChanges(changes); });
///     });
template <typename Call>
void postTo(const QPointer<QObject>& receiver, Call call)
{
    // The receiver may be in its destructor; the application object outlives every thread of the engine. Null while the
    // program leaves: nobody is there to take it.
    if (QCoreApplication* const application = QCoreApplication::instance())
        QMetaObject::invokeMethod(application, PostedCall(receiver, std::move(call)), Qt::QueuedConnection);
}

} // namespace binnacle
