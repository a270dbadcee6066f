#include "models/common/post_to.h"

#include <QTest>
#include <QThread>

#include <memory>
#include <string>
#include <thread>
#include <vector>

using binnacle::postTo;

class PostToTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void callsComeInOrderOnTheGuiThread()
    {
        std::vector<std::string> got;
        std::vector<QThread*> where;
        std::thread([&, self = QPointer<QObject>(this)] {
            for (const char* word : { "first", "second", "third" })
                postTo(self, [&, word = std::string(word)] {
                    got.push_back(word);
                    where.push_back(QThread::currentThread());
                });
        }).join();
        QVERIFY(got.empty());
        QTRY_COMPARE(got.size(), std::size_t{ 3 });
        QCOMPARE(got, (std::vector<std::string>{ "first", "second", "third" }));
        QCOMPARE(where, std::vector<QThread*>(3, thread()));
    }

    void nothingReachesTheDead()
    {
        auto receiver = std::make_unique<QObject>();
        bool called = false;
        std::thread([&, self = QPointer<QObject>(receiver.get())] { postTo(self, [&] { called = true; }); }).join();
        receiver.reset();
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(PostToTest)
#include "post_to_test.moc"
