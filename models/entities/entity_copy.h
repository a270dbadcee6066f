#pragma once

#include "models/common/async_read.h"
#include "models/entities/entity_columns_model.h"
#include "models/entities/entity_selection.h"

#include "backend/projection/entity_query.h"

#include <QObject>

namespace binnacle {

class Engine;
class Formatter;

/// Puts the selected entities on the clipboard, also those of "all matches" that no page has loaded yet.
class EntityCopy : public QObject {
    Q_OBJECT

public:
    enum class What { Keys, Rows };

    EntityCopy(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);

    /// Keys: one address a line. Rows: tab-separated, with a head line, the columns as shown.
    void copy(What what, const EntitySelection& selection, const EntityQuery& query,
        const std::vector<EntityColumnsModel::Column>& columns);
    bool isRunning() const { return m_read.isPending(); }

    /// The text for `rows`; masked columns stay masked, and so does the part of an address that they show.
    static QString text(What what, const std::vector<EntityRow>& rows,
        const std::vector<EntityColumnsModel::Column>& columns, const Formatter& formatter);

Q_SIGNALS:
    void copied(qint64 rows);
    /// A plain sentence.
    void failed(const QString& problem);

private:
    void readOn(std::string cursor);
    void finish();

    Engine& m_engine;
    const Formatter& m_formatter;
    What m_what = What::Keys;
    EntitySelection m_selection;
    EntityQuery m_query;
    std::vector<EntityColumnsModel::Column> m_columns;
    std::vector<EntityRow> m_rows;
    AsyncRead m_read;
};

} // namespace binnacle
