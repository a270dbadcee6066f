#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"
#include "models/common/post_to.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <utility>

namespace binnacle {

/// One question at a time to the Engine, from the GUI thread. Asking again cancels the question before; an answer
/// that comes late, or after the asker is gone, is dropped. Keep one AsyncRead for each kind of question.
///
///     m_read.ask<Page<EntityRow>>(this,
///         [&](CancelToken token, auto done) { m_engine.entities(token, query, page, std::move(done)); },
///         [this](Result<Page<EntityRow>> answer) { take(std::move(answer)); });
class AsyncRead {
public:
    AsyncRead() = default;
    ~AsyncRead() { cancel(); }
    AsyncRead(const AsyncRead&) = delete;
    AsyncRead& operator=(const AsyncRead&) = delete;

    /// `start` runs at once and hands `done` to the Engine; `take` runs later on the thread of `asker`, at most
    /// once. `asker` must own this object or outlive it.
    template <typename T, typename Start, typename Take>
    void ask(QObject* asker, Start&& start, Take take)
    {
        cancel();
        m_token = CancelToken();
        m_isPending = true;
        const CancelToken token = m_token;
        auto shared = std::make_shared<Take>(std::move(take));
        std::function<void(Result<T>)> done = [this, token, shared, guard = QPointer<QObject>(asker)](
                                                  Result<T> answer) {
            postTo(guard, [this, token, shared, answer = std::move(answer)]() mutable {
                // A cancelled token means that this object asked again or is gone.
                if (token.isCancelled())
                    return;
                m_isPending = false;
                (*shared)(std::move(answer));
            });
        };
        start(token, std::move(done));
    }

    void cancel()
    {
        m_token.cancel();
        m_isPending = false;
    }

    bool isPending() const { return m_isPending; }

private:
    CancelToken m_token;
    bool m_isPending = false;
};

} // namespace binnacle
