#pragma once

#include "tests/support/fake_store.h"

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace binnacle::test {

struct FakeQuarantine {
    QuarantineRow row;
    std::string item;
};

struct FakeStore::Data {
    mutable std::mutex mutex;
    std::condition_variable changed;
    bool hold = false;
    bool isHolding = false;
    bool blockReads = false;
    bool isReading = false;
    bool readOnly = false;
    bool isDemo = false;
    std::optional<Error> appendError;
    std::string failingEventId;
    std::optional<Error> readError;
    std::string failingRead; ///< Empty: every one.
    std::set<Seq> damaged;
    std::int64_t appends = 0;
    std::int64_t largestAppend = 0;
    std::int64_t readersOpened = 0;
    std::function<void(const ChangeSet&)> listener;

    struct Content {
        std::map<EntityKey, EntityRow> entities;
        std::vector<StoredEvent> events; ///< Index + 1 is the seq.
        std::unordered_map<std::string, Seq> seqById;
        std::vector<FakeQuarantine> quarantine;
    } content;
};

/// A view of `data`, which it keeps alive.
std::unique_ptr<StoreReader> makeFakeReader(std::shared_ptr<FakeStore::Data> data);

} // namespace binnacle::test
