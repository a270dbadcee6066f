#include "models/entities/query_counter.h"

#include "backend/engine/engine.h"

#include <chrono>
#include <limits>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

// Rows that are counted before the first answer; more are estimated.
constexpr std::int64_t firstEffort = 20'000;
constexpr auto restBetweenCounts = 1s;

} // namespace

QueryCounter::QueryCounter(Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restBetweenCounts);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (std::exchange(m_again, false))
            ask(firstEffort);
    });
}

void QueryCounter::count(EntityQuery query)
{
    query.sort.clear();
    m_query = std::move(query);
    m_again = false;
    m_rest.stop();
    if (m_answer) {
        m_answer.reset();
        Q_EMIT changed();
    }
    ask(firstEffort);
}

void QueryCounter::countAgain()
{
    m_again = true;
    if (!m_rest.isActive() && !m_read.isPending())
        m_rest.start();
}

void QueryCounter::forget()
{
    m_read.cancel();
    m_rest.stop();
    m_again = false;
    if (m_answer) {
        m_answer.reset();
        Q_EMIT changed();
    }
}

void QueryCounter::ask(std::int64_t effort)
{
    m_read.ask<RowCount>(
        this,
        [&](CancelToken token, Engine::Done<RowCount> done) {
            m_engine.countEntities(token, m_query, effort, std::move(done));
        },
        [this, effort](Result<RowCount> answer) {
            // A count that failed keeps the one before: the table says what is wrong with the store.
            if (answer) {
                m_answer = *answer;
                Q_EMIT changed();
                if (!answer->isExact && effort == firstEffort) {
                    ask(std::numeric_limits<std::int64_t>::max());
                    return;
                }
            }
            if (m_again)
                m_rest.start();
        });
}

} // namespace binnacle
