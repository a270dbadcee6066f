#include "models/common/post_to.h"

#include <QCoreApplication>
#include <QEvent>

#include <atomic>
#include <deque>
#include <mutex>

namespace binnacle {

namespace {

/// Takes the calls on the GUI thread. A call waits under a lock of ours and Qt's event queue only tells that there is
/// one more, because thread sanitizers cannot see into the locks of Qt. The receiver itself is no target to post to:
/// it may be in its destructor. The application, whose child this is, outlives every thread of the engine.
class Mailbox final : public QObject {
public:
    static void open() { s_instance = new Mailbox(QCoreApplication::instance()); }
    /// Null while the program leaves: nobody is there to take a call.
    static Mailbox* instance() { return s_instance; }

    ~Mailbox() override { s_instance = nullptr; }

    void put(QPointer<QObject> receiver, std::function<void()> call)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back({ std::move(receiver), std::move(call) });
        }
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }

protected:
    void customEvent(QEvent*) override
    {
        const Posted posted = take();
        if (posted.receiver)
            posted.call();
    }

private:
    struct Posted {
        QPointer<QObject> receiver;
        std::function<void()> call;
    };

    explicit Mailbox(QObject* parent)
        : QObject(parent)
    {
    }

    Posted take()
    {
        const std::lock_guard lock(m_mutex);
        Posted first = std::move(m_waiting.front());
        m_waiting.pop_front();
        return first;
    }

    inline static std::atomic<Mailbox*> s_instance = nullptr;
    std::mutex m_mutex;
    std::deque<Posted> m_waiting; ///< As many as events are on their way.
};

void openMailbox()
{
    Mailbox::open();
}
Q_COREAPP_STARTUP_FUNCTION(openMailbox)

} // namespace

void postTo(QPointer<QObject> receiver, std::function<void()> call)
{
    if (Mailbox* const mailbox = Mailbox::instance())
        mailbox->put(std::move(receiver), std::move(call));
}

} // namespace binnacle
