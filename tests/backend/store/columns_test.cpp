#include "backend/store/columns/entity_set.h"
#include "backend/store/columns/int_column.h"
#include "backend/store/columns/text_column.h"
#include "backend/store/columns/text_ranks.h"
#include "backend/store/columns/text_search.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace binnacle::columns;

namespace {

std::string inLowerCase(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// Of few letters, so that much of it repeats.
std::string someText(std::mt19937& random, std::size_t most)
{
    static const std::string letters = "abAB-@`[{\xC3\xA9";
    std::string text;
    for (std::size_t size = random() % (most + 1); text.size() < size;)
        text += letters[random() % letters.size()];
    return text;
}

} // namespace

class ColumnsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersComeBackWhateverTheirSize()
    {
        IntColumn column;
        std::vector<std::int64_t> wanted;
        const std::int64_t sizes[] = { 200, 60'000, 4'000'000'000, INT64_MAX };
        std::mt19937_64 random(1);
        for (const std::int64_t most : sizes) {
            for (int i = 0; i < 5000; ++i) {
                wanted.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most)));
                column.set(column.size(), wanted.back());
            }
            const std::size_t row = random() % wanted.size();
            column.set(row, wanted[row] = most - 1);
        }
        column.set(7, wanted[7] = -5);
        QCOMPARE(column.size(), wanted.size());
        for (std::size_t row = 0; row < wanted.size(); ++row)
            QCOMPARE(column.at(row), wanted[row]);
    }

    void smallNumbersTakeAByte()
    {
        IntColumn column;
        column.reserve(100'000);
        for (std::size_t row = 0; row < 100'000; ++row)
            column.set(row, static_cast<std::int64_t>(row % 256));
        QCOMPARE(column.byteSize(), std::size_t{ 100'000 });
        column.set(3, 256);
        QCOMPARE(column.at(3), std::int64_t{ 256 });
        QCOMPARE(column.at(255), std::int64_t{ 255 });
    }

    void aTextIsFoundWhereAPlainSearchFindsIt()
    {
        std::mt19937 random(2);
        for (int round = 0; round < 20'000; ++round) {
            const std::string text = someText(random, 60);
            const std::string part = someText(random, 4);
            const std::size_t from = random() % (text.size() + 1);
            const std::size_t wanted = inLowerCase(text).find(inLowerCase(part), from);
            const std::size_t found = TextSearch(part).find(text, from);
            QVERIFY2(found == wanted, (text + " / " + part).c_str());
        }
    }

    void aColumnOfTextsIsSearchedAsEachOfThem()
    {
        std::mt19937 random(3);
        TextColumn column;
        std::vector<std::string> texts;
        for (std::size_t row = 0; row < 2 * blockRows + 100; ++row) {
            texts.push_back(someText(random, 12));
            column.append(texts.back());
        }
        for (const char* part : { "a", "ab", "B-a", "@", "bbbb", "" }) {
            const TextSearch search(part);
            for (std::size_t block = 0; block < 3; ++block) {
                std::vector<std::uint8_t> found(blockRows);
                column.search(block, search, found.data());
                for (std::size_t row = block * blockRows; row < std::min((block + 1) * blockRows, texts.size());
                     ++row) {
                    QCOMPARE(column.at(row), std::string_view(texts[row]));
                    QCOMPARE(found[row % blockRows] != 0, search.isIn(texts[row]));
                }
            }
        }
    }

    void aRowStaysInASetAsLongAsThereIsAReason()
    {
        EntitySet set;
        QVERIFY(!set.contains(9000));
        set.add(9000);
        set.add(9000);
        set.remove(9000);
        QVERIFY(set.contains(9000));
        set.remove(9000);
        QVERIFY(!set.contains(9000));
        set.put(5, true);
        set.put(5, true);
        set.put(5, false);
        QVERIFY(!set.contains(5));
        QVERIFY(set.isExact());
        for (int i = 0; i < 300; ++i)
            set.add(1);
        QVERIFY(!set.isExact());
    }

    void textsRankInTheirOrder()
    {
        const TextRanks ranks({ { 7, "b" }, { 3, "" }, { 12, "aa" }, { 1, "B" } });
        QVERIFY(ranks.rankOf(3) < ranks.rankOf(1));
        QVERIFY(ranks.rankOf(1) < ranks.rankOf(12));
        QVERIFY(ranks.rankOf(12) < ranks.rankOf(7));
        QCOMPARE(ranks.textOf(ranks.rankOf(12)), std::string("aa"));
        QCOMPARE(ranks.placeOf("b"), ranks.rankOf(7));
        QVERIFY(ranks.placeOf("ab") > ranks.rankOf(12) && ranks.placeOf("ab") < ranks.rankOf(7));
        QVERIFY(ranks.placeOf("c") > ranks.rankOf(7));
        QCOMPARE(ranks.rankOf(99), std::int64_t{ 0 });
    }
};

QTEST_GUILESS_MAIN(ColumnsTest)
#include "columns_test.moc"
