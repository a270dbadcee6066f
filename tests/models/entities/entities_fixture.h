#pragma once

#include "backend/engine/engine.h"
#include "backend/event/event_batch.h"
#include "backend/store/event_store.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace binnacle::test {

/// A clock that stands still until the test moves it.
class StillClock final : public Clock {
public:
    Timestamp now() const override { return m_now; }
    void set(Timestamp now) { m_now = now; }

private:
    Timestamp m_now = Timestamp::fromSeconds(1'768'050'000); // 2026-01-10T13:00:00Z
};

/// A real SQLite store in a folder of its own, under a real engine.
class EntitiesFixture {
public:
    EntitiesFixture();

    Engine& engine() { return *m_engine; }
    const StillClock& clock() const { return m_clock; }
    QString folder() const { return m_folder.path(); }

    /// Lines of EventBatchBuilder::faber(); returns when they are committed.
    void add(const std::vector<std::string>& lines);
    /// "acme/site/page/NAME created" for page-000 and so on, a second apart from 12:00:00Z, oldest first.
    void addPages(int count);
    /// Texts that are no events.
    void refuse(const std::vector<std::string>& texts);

private:
    void commit(std::unique_ptr<EventBatch> batch);

    StillClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Engine> m_engine;
};

} // namespace binnacle::test
