#pragma once

#include "models/common/async_read.h"

#include "backend/projection/entity_query.h"
#include "backend/projection/read_types.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace binnacle {

class Engine;

/// How many entities a query has, apart from its rows: an estimate at once, the exact count when it is there.
/// Counts again some time after countAgain(), never more than once in a while.
class QueryCounter : public QObject {
    Q_OBJECT

public:
    explicit QueryCounter(Engine& engine, QObject* parent = nullptr);

    /// Counts `query`; what was known of another query is forgotten.
    void count(EntityQuery query);
    /// Something changed: counts again soon. Calls that come close together make one count.
    void countAgain();
    void forget();

    std::optional<RowCount> answer() const { return m_answer; }

Q_SIGNALS:
    void changed();

private:
    void ask(std::int64_t effort);

    Engine& m_engine;
    EntityQuery m_query;
    std::optional<RowCount> m_answer;
    bool m_again = false;
    AsyncRead m_read;
    QTimer m_rest;
};

} // namespace binnacle
