#pragma once

#include "backend/core/clock.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/support/event_builder.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace binnacle::test {

/// 2026-01-10T18:00:00Z: later than every event of these tests.
inline constexpr Timestamp evening = Timestamp::fromSeconds(1'768'068'000);

class FixedClock final : public Clock {
public:
    Timestamp now() const override { return at; }
    Timestamp at = evening;
};

/// A store in a directory of its own, and a reader of it.
class ReaderFixture {
public:
    ReaderFixture();

    /// Appends what the builder holds; every outcome must be `expected`.
    void append(EventBatchBuilder& builder, ItemOutcome::Kind expected = ItemOutcome::Kind::Accepted);
    /// "ORG/PROJECT/TYPE/ID VERB ..." lines of the event builder.
    void faber(const std::vector<std::string>& lines);

    /// The ids of the page's entities, in order.
    std::vector<std::string> ids(const std::string& query, std::vector<SortKey> sort = {});
    /// The same over pages of `pageSize`.
    std::vector<std::string> idsByPages(const EntityQuery& query, std::int64_t pageSize);

    std::string path() const { return m_directory.filePath(QStringLiteral("store.db")).toStdString(); }

    FixedClock clock;
    std::unique_ptr<EventStore> store;
    std::unique_ptr<StoreReader> reader;

private:
    QTemporaryDir m_directory;
};

EntityQuery queryOf(const std::string& text);

} // namespace binnacle::test
