#include "models/entities/no_match_hint.h"

#include "backend/engine/engine.h"

namespace binnacle {

namespace {

constexpr std::int64_t effort = 100'000;

} // namespace

NoMatchHint::NoMatchHint(Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
}

void NoMatchHint::look(const EntityQuery& query)
{
    forget();
    m_query = query;
    m_query.sort.clear();
    tryNext();
}

void NoMatchHint::forget()
{
    m_read.cancel();
    m_query = {};
    m_next = 0;
    m_bestCount = 0;
    m_bestIsExact = true;
    const bool knew = m_best >= 0 || m_done;
    m_best = -1;
    m_done = false;
    if (knew)
        Q_EMIT changed();
}

void NoMatchHint::tryNext()
{
    if (m_next >= m_query.filters.size()) {
        m_done = true;
        Q_EMIT changed();
        return;
    }
    EntityQuery without = m_query;
    without.filters.erase(without.filters.begin() + std::ptrdiff_t(m_next));
    m_read.ask<RowCount>(
        this,
        [&](CancelToken token, Engine::Done<RowCount> done) {
            m_engine.countEntities(token, without, effort, std::move(done));
        },
        [this](Result<RowCount> answer) {
            if (answer && answer->count > m_bestCount) {
                m_best = int(m_next);
                m_bestCount = answer->count;
                m_bestIsExact = answer->isExact;
            }
            ++m_next;
            tryNext();
        });
}

} // namespace binnacle
