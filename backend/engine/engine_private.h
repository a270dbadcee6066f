#pragma once

#include "backend/core/logging.h"
#include "backend/engine/change_hub.h"
#include "backend/engine/engine.h"
#include "backend/engine/reader_pool.h"
#include "backend/engine/status_board.h"
#include "backend/engine/store_watcher.h"
#include "backend/engine/worker_group.h"
#include "backend/engine/writer_thread.h"
#include "backend/intake/gateway/gateway.h"
#include "backend/store/event_store.h"

#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace binnacle {

Error readOnlyError();

/// Exceptions belong inside the store; one that gets out is a defect, and must not take the program with it.
template <typename T, typename Call>
Result<T> guarded(Call call)
{
    try {
        return call();
    } catch (const std::exception& e) {
        log::engine().error("the store threw: {}", e.what());
        return Error::make(ErrorKind::Internal, "STORE_DEFECT", std::string("The store failed: ") + e.what());
    }
}

/// What an Engine owns; shared by the files that implement it.
class Engine::Private {
public:
    Private(std::unique_ptr<EventStore> eventStore, EngineOptions engineOptions)
        : options(std::move(engineOptions))
        , store(std::move(eventStore))
        , readers(*store, options.readerThreads)
        , writer(*store, *options.clock, status, options.queueBytes)
    {
        store->setListener([this](const ChangeSet& change) { changes.publish(change); });
    }
    ~Private()
    {
        // The store's own thread may still be at work, and `changes` goes first.
        store->setListener({});
    }

    template <typename T, typename Read>
    void read(CancelToken token, ReaderPool::Weight weight, Done<T> done, Read read)
    {
        readers.post(std::move(token), weight, [done = std::move(done), read = std::move(read)](auto reader) mutable {
            if (!reader)
                done(reader.error());
            else
                done(guarded<T>([&] { return read(**reader); }));
        });
    }

    /// Runs `act` on the writer's thread with the store, or gives `done` the error that prevents it.
    template <typename T, typename Act>
    void act(Done<T> done, Act act)
    {
        writer.post([done = std::move(done), act = std::move(act)](Result<EventStore*> granted) mutable {
            if (!granted)
                done(granted.error());
            else if ((*granted)->isReadOnly())
                done(readOnlyError());
            else
                done(guarded<T>([&] { return act(**granted); }));
        });
    }

    /// Reads where the store stands, and keeps watching one that another process writes.
    void look();

    ParseOptions parseOptions()
    {
        const std::lock_guard lock(parseMutex);
        return options.parse;
    }

    EngineOptions options;
    std::mutex parseMutex; ///< For options.parse, which may change.
    std::unique_ptr<EventStore> store;
    StatusBoard status;
    ChangeHub changes;
    ReaderPool readers;
    WriterThread writer;
    WorkerGroup workers;
    std::unique_ptr<StoreWatcher> watcher;
    std::mutex gatewayMutex; ///< Starting and stopping.
    std::unique_ptr<Gateway> gateway;
    std::mutex rebuildMutex;
    bool isClosing = false;
    std::optional<CancelToken> rebuildToken; ///< Of the rebuild under way, so that closing ends it.
};

} // namespace binnacle
