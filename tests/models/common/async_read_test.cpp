#include "models/common/async_read.h"

#include <QTest>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

using binnacle::AsyncRead;
using binnacle::CancelToken;
using binnacle::Result;

namespace {

using Done = std::function<void(Result<int>)>;

/// Keeps questions until the test answers them, as a slow store would.
struct SlowStore {
    std::vector<CancelToken> tokens;
    std::vector<Done> waiting;

    auto asker()
    {
        return [this](CancelToken token, Done done) {
            tokens.push_back(token);
            waiting.push_back(std::move(done));
        };
    }
    void answerFromAnotherThread(std::size_t which, int value)
    {
        std::thread([&] { waiting[which](value); }).join();
    }
};

struct Asker : QObject {
    AsyncRead read;
};

} // namespace

class AsyncReadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerArrivesOnTheAskersThread()
    {
        SlowStore store;
        Asker asker;
        int got = 0;
        QThread* where = nullptr;
        asker.read.ask<int>(&asker, store.asker(), [&](Result<int> answer) {
            got = *answer;
            where = QThread::currentThread();
        });
        QVERIFY(asker.read.isPending());
        store.answerFromAnotherThread(0, 7);
        QCOMPARE(got, 0);
        QTRY_COMPARE(got, 7);
        QCOMPARE(where, thread());
        QVERIFY(!asker.read.isPending());
    }

    void askingAgainCancelsAndDropsTheFirst()
    {
        SlowStore store;
        Asker asker;
        std::vector<int> got;
        const auto take = [&](Result<int> answer) { got.push_back(*answer); };
        asker.read.ask<int>(&asker, store.asker(), take);
        asker.read.ask<int>(&asker, store.asker(), take);
        QVERIFY(store.tokens[0].isCancelled());
        QVERIFY(!store.tokens[1].isCancelled());
        store.answerFromAnotherThread(0, 1);
        store.answerFromAnotherThread(1, 2);
        QTRY_COMPARE(got, std::vector<int>{ 2 });
    }

    void anAnswerToTheDeadIsDropped()
    {
        SlowStore store;
        int got = 0;
        {
            Asker asker;
            asker.read.ask<int>(&asker, store.asker(), [&](Result<int> answer) { got = *answer; });
        }
        QVERIFY(store.tokens[0].isCancelled());
        store.answerFromAnotherThread(0, 1);
        QCoreApplication::processEvents();
        QCOMPARE(got, 0);
    }
};

QTEST_GUILESS_MAIN(AsyncReadTest)
#include "async_read_test.moc"
