#pragma once

#include "models/common/async_read.h"

#include "backend/projection/entity_query.h"

#include <QObject>

namespace binnacle {

class Engine;

/// Which filter to take away when nothing matches, and how many entities that would show: counted, filter by filter.
class NoMatchHint : public QObject {
    Q_OBJECT

public:
    explicit NoMatchHint(Engine& engine, QObject* parent = nullptr);

    void look(const EntityQuery& query);
    void forget();

    /// Index of the filter whose removal shows most; -1 while unknown, or where no single removal helps.
    int filter() const { return m_best; }
    qint64 count() const { return m_bestCount; }
    bool isExact() const { return m_bestIsExact; }
    /// Every filter was tried.
    bool isDone() const { return m_done; }

Q_SIGNALS:
    void changed();

private:
    void tryNext();

    Engine& m_engine;
    EntityQuery m_query;
    std::size_t m_next = 0;
    int m_best = -1;
    qint64 m_bestCount = 0;
    bool m_bestIsExact = true;
    bool m_done = false;
    AsyncRead m_read;
};

} // namespace binnacle
