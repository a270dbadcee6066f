#include "models/common/table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace {

class WordTable : public binnacle::TableModel {
public:
    void setWords(const QStringList& words)
    {
        beginResetModel();
        m_words = words;
        endResetModel();
    }
    void touch(int first, int last) { rowsChanged(first, last, { SelectedRole }); }

protected:
    int rows() const override { return int(m_words.size()); }
    int columns() const override { return 2; }
    QString title(int column) const override { return column == 0 ? QStringLiteral("Word") : QStringLiteral("Length"); }
    QString text(int row, int column) const override
    {
        return column == 0 ? m_words.at(row) : QString::number(m_words.at(row).size());
    }
    QString sentence(int row) const override { return m_words.at(row) + QStringLiteral(", a word"); }
    bool isSelected(int row) const override { return row == 1; }

private:
    QStringList m_words;
};

} // namespace

class TableModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheContractEmptyAndFull()
    {
        WordTable table;
        const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(table.rowCount(), 0);
        table.setWords({ QStringLiteral("one"), QStringLiteral("three") });
        QCOMPARE(table.rowCount(), 2);
        QCOMPARE(table.rowCount(table.index(0, 0)), 0);
    }

    void givesEveryRoleByName()
    {
        WordTable table;
        table.setWords({ QStringLiteral("one"), QStringLiteral("three") });
        QHash<QByteArray, QVariant> byName;
        const auto names = table.roleNames();
        for (auto role = names.begin(); role != names.end(); ++role)
            byName.insert(role.value(), table.data(table.index(1, 1), role.key()));
        QCOMPARE(byName.value("display"), "5");
        QCOMPARE(byName.value("sentence"), "three, a word");
        QCOMPARE(byName.value("selected"), true);
        // A delegate's required properties are typed: none of them may be undefined.
        for (const char* role : { "mark", "tone", "tip", "blocks", "tint" })
            QCOMPARE(byName.value(role), QString(QLatin1String("")));
        QCOMPARE(table.headerData(1, Qt::Horizontal), "Length");
        QCOMPARE(table.headerData(7, Qt::Horizontal), QString());
    }

    void announcesWholeRowsAndNothingForNone()
    {
        WordTable table;
        table.setWords({ QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") });
        QSignalSpy changes(&table, &QAbstractItemModel::dataChanged);
        table.touch(1, 2);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.first().at(0).toModelIndex(), table.index(1, 0));
        QCOMPARE(changes.first().at(1).toModelIndex(), table.index(2, 1));
        table.touch(2, 1);
        QCOMPARE(changes.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TableModelTest)
#include "table_model_test.moc"
