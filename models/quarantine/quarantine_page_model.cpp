#include "models/quarantine/quarantine_page_model.h"

#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/common/post_to.h"

namespace binnacle {

namespace {

const std::array<const char*, 3> statuses{ "open", "retried", "discarded" };
constexpr std::int64_t mostCounted = 1000;
constexpr std::size_t mostMessages = 3;

} // namespace

QuarantinePageModel::QuarantinePageModel(
    Engine& engine, const Formatter& formatter, QString readOnlyReason, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_formatter(formatter)
    , m_readOnlyReason(std::move(readOnlyReason))
    , m_table(engine, formatter)
    , m_item(engine)
{
    connect(&m_table, &QuarantineTableModel::currentChanged, this, [this] {
        m_item.show(m_table.current() ? m_table.current()->id : 0);
        Q_EMIT currentChanged();
        Q_EMIT targetChanged();
    });
    connect(&formatter, &Formatter::zoneChanged, this, &QuarantinePageModel::currentChanged);
    connect(&m_table, &QuarantineTableModel::selectionChanged, this, &QuarantinePageModel::targetChanged);
    connect(&m_table, &QuarantineTableModel::loadedChanged, this, &QuarantinePageModel::stateChanged);
    connect(&m_table, &QuarantineTableModel::problemChanged, this, &QuarantinePageModel::stateChanged);
    m_subscription = engine.subscribe([this, self = QPointer<QObject>(this)](const ChangeSet& changes) {
        if (changes.quarantineChanged || changes.everythingChanged || changes.rejected > 0)
            postTo(self, [this, hasClosedChanged = changes.rejected == 0] { follow(hasClosedChanged); });
    });
}

void QuarantinePageModel::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    Q_EMIT activeChanged();
    if (!active)
        return;
    if (m_table.isLoaded())
        m_table.showWaiting();
    else
        m_table.setStatus(QString::fromLatin1(statuses[std::size_t(m_tab)]));
    readOpenCount();
    readClosedCounts();
}

void QuarantinePageModel::follow(bool hasClosedChanged)
{
    if (!m_active)
        return;
    m_table.refresh();
    readOpenCount();
    if (hasClosedChanged)
        readClosedCounts();
}

void QuarantinePageModel::setTab(int tab)
{
    if (tab == m_tab || tab < 0 || tab >= int(statuses.size()))
        return;
    m_tab = tab;
    m_table.setStatus(QString::fromLatin1(statuses[std::size_t(tab)]));
    Q_EMIT tabChanged();
    Q_EMIT stateChanged();
    Q_EMIT targetChanged();
}

void QuarantinePageModel::refresh()
{
    m_table.refresh();
    readOpenCount();
    readClosedCounts();
}

void QuarantinePageModel::readOpenCount()
{
    m_countAgain = m_infoRead.isPending();
    if (m_countAgain)
        return;
    m_infoRead.ask<StoreInfo>(
        this, [this](CancelToken token, auto done) { m_engine.info(token, std::move(done)); },
        [this](Result<StoreInfo> info) {
            if (info) {
                m_counts[0] = m_formatter.count(info->quarantineOpen);
                Q_EMIT countsChanged();
            }
            if (m_countAgain)
                readOpenCount();
        });
}

/// Closed items are counted by looking at the first page of them: nobody waits for the exact number of what is done.
void QuarantinePageModel::readClosedCounts()
{
    for (std::size_t i = 0; i < m_closedReads.size(); ++i) {
        m_closedReads[i].ask<Page<QuarantineRow>>(
            this,
            [&](CancelToken token, auto done) {
                m_engine.quarantine(token, statuses[i + 1], { mostCounted, {} }, std::move(done));
            },
            [this, i](Result<Page<QuarantineRow>> page) {
                if (!page)
                    return;
                m_counts[i + 1] = m_formatter.count(qint64(page->items.size()))
                    + (page->nextCursor.empty() ? QString() : QStringLiteral("+"));
                Q_EMIT countsChanged();
            });
    }
}

QStringList QuarantinePageModel::counts() const
{
    return { m_counts[0], m_counts[1], m_counts[2] };
}

QuarantinePageModel::State QuarantinePageModel::state() const
{
    if (m_table.count() > 0)
        return Rows;
    if (!m_table.problem().isEmpty())
        return Unreadable;
    return m_table.isLoaded() ? Nothing : Loading;
}

QString QuarantinePageModel::currentId() const
{
    return m_table.current() ? QString::number(m_table.current()->id) : QString();
}

QString QuarantinePageModel::message() const
{
    return m_table.current() ? QString::fromStdString(m_table.current()->message) : QString();
}

QString QuarantinePageModel::code() const
{
    return m_table.current() ? QString::fromStdString(m_table.current()->code) : QString();
}

QString QuarantinePageModel::pointer() const
{
    return m_table.current() ? QString::fromStdString(m_table.current()->pointer) : QString();
}

QString QuarantinePageModel::facts() const
{
    if (!m_table.current())
        return {};
    const QuarantineRow& row = *m_table.current();
    QStringList facts;
    if (!row.dialect.empty())
        facts << QString::fromStdString(row.dialect);
    const QString origin = QString::fromStdString(row.origin);
    if (row.line > 0)
        facts << tr("%1 line %2").arg(origin, m_formatter.count(qint64(row.line)));
    else if (!origin.isEmpty())
        facts << origin;
    facts << tr("received %1").arg(m_formatter.absolute(row.receivedAt)) << m_formatter.bytes(double(row.size));
    if (row.times > 1)
        facts
            << tr("came %1 times, last %2").arg(m_formatter.count(qint64(row.times)), m_formatter.absolute(row.lastAt));
    return facts.join(QStringLiteral(", "));
}

QString QuarantinePageModel::closedNote() const
{
    return m_table.current() && m_table.current()->status != "open" ? QString::fromStdString(m_table.current()->note)
                                                                    : QString();
}

std::vector<std::int64_t> QuarantinePageModel::targets() const
{
    std::vector<std::int64_t> ids = m_table.selectedIds();
    if (ids.empty() && m_table.current())
        ids.push_back(m_table.current()->id);
    return ids;
}

int QuarantinePageModel::actCount() const
{
    return m_table.selectedCount() > 0 ? m_table.selectedCount() : m_table.current() ? 1 : 0;
}

QString QuarantinePageModel::blockedWhy() const
{
    if (!m_readOnlyReason.isEmpty())
        return m_readOnlyReason;
    if (m_engine.status().isReadOnly)
        return tr("This window only reads the store.");
    if (m_tab != 0)
        return tr("It is closed already; it stays here to be read.");
    if (m_act.isPending())
        return tr("The act before is still running.");
    return actCount() == 0 ? tr("No item is selected.") : QString();
}

void QuarantinePageModel::retry()
{
    if (!blockedWhy().isEmpty())
        return;
    m_act.ask<RetrySummary>(
        this, [this](CancelToken, auto done) { m_engine.retryQuarantined(targets(), {}, std::move(done)); },
        [this](Result<RetrySummary> answer) { takeRetry(answer); });
    Q_EMIT targetChanged();
}

void QuarantinePageModel::retryWith(const QString& text)
{
    if (!blockedWhy().isEmpty() || !m_table.current())
        return;
    m_act.ask<RetrySummary>(
        this,
        [&](CancelToken, auto done) {
            m_engine.retryQuarantined({ m_table.current()->id }, RetryOptions{ text.toStdString() }, std::move(done));
        },
        [this](Result<RetrySummary> answer) {
            if (answer && answer->stillRefused == 0) {
                Q_EMIT corrected();
                takeRetry(answer);
                return;
            }
            Q_EMIT targetChanged();
            Q_EMIT correctionRefused(!answer   ? errorText(answer.error())
                    : answer->messages.empty() ? tr("It is still refused.")
                                               : QString::fromStdString(answer->messages.front()));
        });
    Q_EMIT targetChanged();
}

void QuarantinePageModel::takeRetry(const Result<RetrySummary>& answer)
{
    Q_EMIT targetChanged();
    if (!answer) {
        Q_EMIT notice(QStringLiteral("failed"), tr("Nothing was retried. %1").arg(errorText(answer.error())));
        return;
    }
    QStringList parts;
    if (answer->accepted > 0)
        parts << tr("%1 accepted").arg(m_formatter.count(answer->accepted));
    if (answer->duplicate > 0)
        parts << tr("%1 duplicate").arg(m_formatter.count(answer->duplicate));
    if (answer->stillRefused > 0)
        parts << tr("%1 still refused").arg(m_formatter.count(answer->stillRefused));
    QString text = parts.join(QStringLiteral(", ")) + u'.';
    for (std::size_t i = 0; i < std::min(mostMessages, answer->messages.size()); ++i)
        text += u'\n' + QString::fromStdString(answer->messages[i]);
    if (answer->messages.size() > mostMessages)
        text += u'\n' + tr("and %1 more").arg(m_formatter.count(qint64(answer->messages.size() - mostMessages)));
    m_table.clearSelection();
    m_table.showWaiting();
    readOpenCount();
    readClosedCounts();
    Q_EMIT notice(answer->stillRefused == 0 ? QStringLiteral("completed") : QStringLiteral("failed"), text);
}

void QuarantinePageModel::discard(const QString& reason)
{
    const QString words = reason.trimmed();
    if (words.isEmpty() || !blockedWhy().isEmpty())
        return;
    std::vector<std::int64_t> ids = targets();
    const auto count = qint64(ids.size());
    m_act.ask<void>(
        this,
        [&](CancelToken, auto done) {
            m_engine.discardQuarantined(std::move(ids), words.toStdString(), std::move(done));
        },
        [this, count](Result<void> answer) {
            Q_EMIT targetChanged();
            if (!answer) {
                Q_EMIT notice(QStringLiteral("failed"), tr("Nothing was discarded. %1").arg(errorText(answer.error())));
                return;
            }
            m_table.clearSelection();
            m_table.showWaiting();
            readOpenCount();
            readClosedCounts();
            Q_EMIT notice(QStringLiteral("completed"),
                tr("%1 discarded; what was discarded stays readable under Discarded.").arg(m_formatter.count(count)));
        });
    Q_EMIT targetChanged();
}

} // namespace binnacle
