#pragma once

#include "backend/store/event_store.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace binnacle::test {

/// An EventStore in memory, for tests of what stands above the store. Keeps events, entities (status, version, steps by
/// count), runs without detail, and quarantine; understands the filters status, org, project, type, id and text;
/// sorts by update or id. Not a model of the real projections: tests of numbers use the real store.
class FakeStore final : public EventStore {
public:
    struct Data;

    /// Steers and watches the store from the test, also after the engine owns it.
    class Control {
    public:
        explicit Control(std::shared_ptr<Data> data);
        /// Following appends wait until release().
        void hold();
        void release();
        /// Waits until an append is being held.
        void waitUntilHeld();
        /// Following appends fail with `error`; nullopt: they work again.
        void failAppends(std::optional<Error> error);
        /// A batch that holds an event of this id makes its whole append fail (a defect of the store).
        void failOnEventId(std::string eventId);
        void setReadOnly(bool readOnly);
        /// Following reads wait until their token is cancelled.
        void blockReads(bool block);
        void waitUntilReading();
        /// Following reads fail with `error`: all, or those by the StoreReader's function of that name ("hours").
        /// nullopt: they work again.
        void failReads(std::optional<Error> error, std::string only = {});
        /// That event cannot be read any more.
        void damage(Seq seq);
        std::int64_t appendCount() const;
        std::int64_t largestAppend() const; ///< Items of the largest one.
        std::int64_t eventCount() const;
        bool holdsEvent(std::string_view eventId) const;
        std::int64_t readersOpened() const;
        std::unique_ptr<StoreReader> openReader() const;

    private:
        std::shared_ptr<Data> m_data;
    };

    explicit FakeStore(const Clock& clock = Clock::system());
    Control control() const { return Control(m_data); }

    Result<std::unique_ptr<AppendGroup>> beginAppend() override;
    void setListener(std::function<void(const ChangeSet&)> listener) override;
    Result<std::unique_ptr<StoreReader>> openReader() override;
    Result<void> discardQuarantined(std::span<const std::int64_t> ids, std::string_view reason) override;
    Result<void> markQuarantineRetried(std::int64_t id, std::string_view note) override;
    Result<RebuildSummary> rebuild(const std::function<void(RebuildProgress)>& progress, CancelToken cancel) override;
    Result<std::string> projectionChecksum() override;
    Result<void> probe() override;
    Result<void> markAsDemo() override;
    bool isReadOnly() const override;
    std::string location() const override;

private:
    class Group;
    ItemOutcome appendItem(const ParsedItem& item, const std::string& origin, ChangeSet& change);

    std::shared_ptr<Data> m_data;
    const Clock& m_clock;
};

/// A valid event of the faber dialect as JSON.
std::string faberEvent(const std::string& eventId, const std::string& entityId = "blog-post-123",
    const std::string& type = "entity.step.completed");

/// A batch that holds one event without a parser's help, entity "acme/site/page/<entityId>".
std::unique_ptr<EventBatch> batchOf(const std::string& eventId, const std::string& entityId = "home", int count = 1);

} // namespace binnacle::test
