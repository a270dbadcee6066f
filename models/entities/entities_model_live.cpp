// Live changes of EntitiesModel: what the store announces, read again and put in place.

#include "models/entities/entities_model.h"

#include "backend/engine/engine.h"
#include "models/common/formatter.h"

#include <algorithm>

namespace binnacle {

namespace {

// Past this many changed entities a new page is cheaper than asking for each.
constexpr std::size_t askLimit = 2000;

} // namespace

void EntitiesModel::setEngaged(bool engaged)
{
    if (m_engaged == engaged)
        return;
    m_engaged = engaged;
    Q_EMIT engagedChanged();
    if (!engaged)
        showWaiting();
}

QString EntitiesModel::waitingText() const
{
    if (m_reloadWhenFree)
        return tr("Many changes, show");
    const auto& waiting = m_list.waiting();
    QStringList parts;
    if (!waiting.arrived.empty())
        parts << tr("%1 new").arg(m_formatter.count(qint64(waiting.arrived.size())));
    if (!waiting.moved.empty())
        parts << tr("%1 moved").arg(m_formatter.count(qint64(waiting.moved.size())));
    if (!waiting.left.empty())
        parts << tr("%1 no longer match", nullptr, int(waiting.left.size()))
                     .arg(m_formatter.count(qint64(waiting.left.size())));
    if (parts.isEmpty())
        return {};
    parts << tr("show");
    return parts.join(QStringLiteral(", "));
}

void EntitiesModel::showWaiting()
{
    if (m_reloadWhenFree) {
        refresh();
        return;
    }
    if (m_list.waiting().isEmpty())
        return;
    const std::vector<EntityRef> refs = m_list.waiting().refs();
    m_othersRead.cancel();
    m_changeRead.ask<std::vector<EntityRow>>(
        this,
        [&](CancelToken token, Engine::Done<std::vector<EntityRow>> done) {
            m_engine.entitiesByRef(token, refs, m_query, std::move(done));
        },
        [this, refs](Result<std::vector<EntityRow>> answer) {
            if (answer)
                applyChanged(refs, std::move(*answer), {}, false);
            askForChanged();
        });
}

void EntitiesModel::takeChanges(const ChangeSet& changes)
{
    Q_EMIT storeChanged();
    if (changes.everythingChanged || changes.entitiesOverflowed
        || m_toAsk.size() + changes.entities.size() > askLimit) {
        m_toAsk.clear();
        if (m_engaged && rows() > 0) {
            m_reloadWhenFree = true;
            Q_EMIT waitingChanged();
        } else if (!m_pageRead.isPending()) {
            refresh();
        } else {
            m_reloadWhenFree = true;
        }
        return;
    }
    m_toAsk.insert(changes.entities.begin(), changes.entities.end());
    askForChanged();
}

void EntitiesModel::askForChanged()
{
    if (!m_loaded || m_pageRead.isPending() || m_changeRead.isPending() || m_othersRead.isPending())
        return;
    if (m_reloadWhenFree) {
        if (!m_engaged || rows() == 0)
            refresh();
        return;
    }
    if (m_toAsk.empty())
        return;
    std::vector<EntityRef> refs(m_toAsk.begin(), m_toAsk.end());
    m_toAsk.clear();
    m_changeRead.ask<std::vector<EntityRow>>(
        this,
        [&](CancelToken token, Engine::Done<std::vector<EntityRow>> done) {
            m_engine.entitiesByRef(token, refs, m_query, std::move(done));
        },
        [this, refs](Result<std::vector<EntityRow>> answer) {
            if (answer)
                takeChanged(refs, std::move(*answer));
            askForChanged();
        });
}

void EntitiesModel::takeChanged(std::vector<EntityRef> asked, std::vector<EntityRow> matching)
{
    const bool hold = m_engaged && rows() > 0;
    std::unordered_set<EntityRef> left(asked.begin(), asked.end());
    for (const EntityRow& row : matching)
        left.erase(row.ref);
    std::erase_if(left, [this](EntityRef ref) { return m_list.indexOf(ref) < 0; });
    if (!hold || left.empty()) {
        applyChanged(asked, std::move(matching), {}, hold);
        return;
    }
    // They stay on screen until the user lets them go, so they must show what is true now.
    const std::vector<EntityRef> refs(left.begin(), left.end());
    auto kept = std::make_shared<std::vector<EntityRow>>(std::move(matching));
    m_othersRead.ask<std::vector<EntityRow>>(
        this,
        [&](CancelToken token, Engine::Done<std::vector<EntityRow>> done) {
            m_engine.entitiesByRef(token, refs, EntityQuery{}, std::move(done));
        },
        [this, asked, kept](Result<std::vector<EntityRow>> answer) {
            std::vector<EntityRow> others;
            if (answer)
                others = std::move(*answer);
            applyChanged(asked, std::move(*kept), std::move(others), m_engaged && rows() > 0);
            askForChanged();
        });
}

void EntitiesModel::applyChanged(
    const std::vector<EntityRef>& asked, std::vector<EntityRow> matching, std::vector<EntityRow> others, bool hold)
{
    for (const EntityRow& row : matching)
        m_selection.refresh(row);
    const int before = rows();
    bool deselected = false;
    if (!hold && !m_selection.isEmpty()) {
        std::unordered_set<EntityRef> still;
        for (const EntityRow& row : matching)
            still.insert(row.ref);
        for (const EntityRef ref : asked) {
            if (!still.contains(ref)) {
                m_selection.forget(ref);
                deselected = true;
            }
        }
    }
    m_list.apply(asked, std::move(matching), std::move(others), hold, m_cursor.empty());
    syncCurrent();
    if (deselected)
        Q_EMIT selectionChanged();
    if (before != rows())
        Q_EMIT countChanged();
    Q_EMIT waitingChanged();
    if (rows() == 0 && !m_cursor.empty())
        refresh();
}

void EntitiesModel::refreshAges()
{
    for (int column = 1; column < columns(); ++column) {
        const EntityColumnKind kind = shownAt(column).kind;
        if (rows() > 0 && (kind == EntityColumnKind::Updated || kind == EntityColumnKind::Age))
            Q_EMIT dataChanged(index(0, column), index(rows() - 1, column), { TextRole });
    }
}

} // namespace binnacle
