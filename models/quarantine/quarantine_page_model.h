#pragma once

#include "models/quarantine/quarantine_item.h"
#include "models/quarantine/quarantine_table_model.h"

#include "backend/core/subscription.h"
#include "backend/engine/engine.h"

#include <array>

namespace binnacle {

/// Everything the Quarantine page shows and does. Nothing but a discard with a reason, or a retry that succeeds, closes
/// an item; a closed one stays readable.
class QuarantinePageModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    Q_PROPERTY(binnacle::QuarantineTableModel* table READ table CONSTANT)
    Q_PROPERTY(binnacle::QuarantineItem* item READ item CONSTANT)
    /// Open, Retried, Discarded.
    Q_PROPERTY(int tab READ tab WRITE setTab NOTIFY tabChanged)
    /// Of the three tabs; "1,000+" past what is counted.
    Q_PROPERTY(QStringList counts READ counts NOTIFY countsChanged)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    /// Number of the item that is shown; empty: none.
    Q_PROPERTY(QString currentId READ currentId NOTIFY currentChanged)
    Q_PROPERTY(QString message READ message NOTIFY currentChanged)
    Q_PROPERTY(QString code READ code NOTIFY currentChanged)
    Q_PROPERTY(QString pointer READ pointer NOTIFY currentChanged)
    /// "faber, orders.ndjson line 12, received 2026-01-10 12:00:00, 1.2 KB"
    Q_PROPERTY(QString facts READ facts NOTIFY currentChanged)
    /// What became of a closed item: "accepted as 42", the reason of its discard.
    Q_PROPERTY(QString closedNote READ closedNote NOTIFY currentChanged)
    /// How many items an act would be about: the selected, or else the current one.
    Q_PROPERTY(int actCount READ actCount NOTIFY targetChanged)
    /// Why nothing can be retried or discarded now, or empty.
    Q_PROPERTY(QString blockedWhy READ blockedWhy NOTIFY targetChanged)
    /// The page is on the screen: only then it reads.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY targetChanged)

public:
    enum State {
        Loading,
        Nothing, ///< No item of this status.
        Unreadable, ///< Reading failed and there are no old rows.
        Rows,
    };
    Q_ENUM(State)

    /// `readOnlyReason`: a sentence where the store is open read-only, else empty.
    QuarantinePageModel(
        Engine& engine, const Formatter& formatter, QString readOnlyReason = {}, QObject* parent = nullptr);

    QuarantineTableModel* table() { return &m_table; }
    QuarantineItem* item() { return &m_item; }
    int tab() const { return m_tab; }
    void setTab(int tab);
    QStringList counts() const;
    State state() const;
    QString currentId() const;
    QString message() const;
    QString code() const;
    QString pointer() const;
    QString facts() const;
    QString closedNote() const;
    int actCount() const;
    QString blockedWhy() const;
    bool isBusy() const { return m_act.isPending(); }
    bool isActive() const { return m_active; }
    void setActive(bool active);

    /// Parses the items again as they are, after the cause was fixed.
    Q_INVOKABLE void retry();
    /// Parses `text` in the place of the current item; the original stays as it came. Ends with corrected() or
    /// correctionRefused().
    Q_INVOKABLE void retryWith(const QString& text);
    /// `reason` must not be blank.
    Q_INVOKABLE void discard(const QString& reason);
    /// Reads everything again.
    Q_INVOKABLE void refresh();

Q_SIGNALS:
    void activeChanged();
    void tabChanged();
    void countsChanged();
    void stateChanged();
    void currentChanged();
    void targetChanged();
    void corrected();
    void correctionRefused(const QString& why);
    /// A short text for a toast.
    void notice(const QString& status, const QString& text);

private:
    std::vector<std::int64_t> targets() const;
    void follow(bool hasClosedChanged);
    void readOpenCount();
    void readClosedCounts();
    void takeRetry(const Result<RetrySummary>& answer);

    Engine& m_engine;
    const Formatter& m_formatter;
    const QString m_readOnlyReason;
    QuarantineTableModel m_table;
    QuarantineItem m_item;
    int m_tab = 0;
    bool m_active = false;
    std::array<QString, 3> m_counts;
    AsyncRead m_infoRead;
    bool m_countAgain = false; ///< Something was refused while the count was read.
    std::array<AsyncRead, 2> m_closedReads;
    AsyncRead m_act;
    Subscription m_subscription;
};

} // namespace binnacle
