#pragma once

#include "backend/core/clock.h"
#include "backend/store/event_store.h"
#include "backend/store/store_safety.h"

#include <QObject>

#include <memory>
#include <string>

namespace binnacle::test {

/// A clock that stands where a test puts it.
class TestClock final : public Clock {
public:
    Timestamp now() const override { return at; }
    Timestamp at = Timestamp::fromSeconds(1'800'000'000);
};

/// Where the contract gets its stores from.
class StoreFactory {
public:
    virtual ~StoreFactory() = default;

    /// Forgets the present store; the next open() makes an empty one.
    virtual void startAnew() = 0;
    /// Opens the present store. Opened again after it was closed, it has everything.
    virtual Result<std::unique_ptr<EventStore>> open() = 0;
    /// Looks for damage in the present store, also while it is open.
    virtual Result<std::vector<StoreFinding>> check() = 0;

    TestClock clock; ///< What the stores' Clock is.
};

/// What every EventStore promises, whatever it is made of.
class StoreContract : public QObject {
    Q_OBJECT

public:
    explicit StoreContract(StoreFactory& factory)
        : m_factory(factory)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();

    void givesEveryItemItsOutcomeInOrder();
    void knowsDuplicatesWithinABatchAcrossBatchesAndAfterReopening();
    void takesTheSameContentSpelledDifferentlyForADuplicate();
    void quarantinesAnIdThatIsUsedAgainForOtherContent();
    void keepsRefusedItemsWhole();
    void countsWhatIsRefusedAgain();
    void writesAllRequestsOrNone();
    void forgetsAGroupThatIsNotCommitted();
    void numbersEventsWithoutGaps();
    void neverRecordsBeforeTheLastRecord();
    void saysWhatChanged();

    void givesPayloadsBackByteForByte();
    void keepsEventsThatBelongToNoEntity();
    void listsALongHistoryByPagesInBothDirections();
    void hasEverythingAfterReopening();

    void projectsTheSameInAnyOrderOfArrival();
    void movesStepHoursWhenALateEventNamesTheProject();
    void rebuildsToTheSameProjections();
    void leavesNoTraceOfACancelledRebuild();

    void discardsQuarantinedItemsWithAReason();
    void marksQuarantinedItemsAsRetried();
    void changesNothingWhenOneQuarantineIdIsWrong();
    void labelsADemo();
    void hasEveryAcknowledgedEventAfterAKill();

private:
    std::vector<ItemOutcome> append(const EventBatch& batch);
    std::vector<ItemOutcome> append(const EventBatch& batch, ChangeSet& changes);
    std::unique_ptr<StoreReader> reader();
    std::string checksum();
    /// The part of the checksum that does not depend on the order of arrival.
    std::string contentChecksum();
    void open();
    void reopen();
    void verifySound();

    StoreFactory& m_factory;
    ChangeSet m_visible; ///< What the store told last. Read after settle() only.
    std::unique_ptr<EventStore> m_store;
};

} // namespace binnacle::test
