#include "models/entities/entity_copy.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/entities/entity_cells.h"
#include "models/entities/entity_order.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::int64_t pageSize = 1000;
// A clipboard is for people; more belongs into a file.
constexpr std::size_t copyLimit = 50'000;

QString cell(QString text)
{
    for (QChar& each : text) {
        if (each == QLatin1Char('\t') || each == QLatin1Char('\n') || each == QLatin1Char('\r'))
            each = QLatin1Char(' ');
    }
    return text;
}

QString keyText(const EntityRow& row, const std::vector<EntityColumnsModel::Column>& columns)
{
    const auto part = [&columns](EntityColumnKind kind, const std::string& value) {
        const bool masked = std::any_of(columns.begin(), columns.end(),
            [kind](const auto& column) { return column.kind == kind && column.masked; });
        return masked ? maskedText() : QString::fromStdString(value);
    };
    return QStringList{ part(EntityColumnKind::Organization, row.key.organization),
        part(EntityColumnKind::Project, row.key.project), part(EntityColumnKind::Type, row.key.type),
        part(EntityColumnKind::Id, row.key.id) }
        .join(QLatin1Char('/'));
}

} // namespace

EntityCopy::EntityCopy(Engine& engine, const Formatter& formatter, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_formatter(formatter)
{
}

void EntityCopy::copy(What what, const EntitySelection& selection, const EntityQuery& query,
    const std::vector<EntityColumnsModel::Column>& columns)
{
    m_what = what;
    m_selection = selection;
    m_query = query;
    m_columns = columns;
    m_rows = selection.isAll() ? std::vector<EntityRow>() : selection.rows();
    if (selection.isAll()) {
        readOn({});
        return;
    }
    std::sort(m_rows.begin(), m_rows.end(),
        [&query](const EntityRow& a, const EntityRow& b) { return entityRowLess(a, b, query.sort); });
    finish();
}

void EntityCopy::readOn(std::string cursor)
{
    m_read.ask<Page<EntityRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EntityRow>> done) {
            m_engine.entities(token, m_query, { pageSize, std::move(cursor) }, std::move(done));
        },
        [this](Result<Page<EntityRow>> answer) {
            if (!answer) {
                Q_EMIT failed(errorText(answer.error()));
                return;
            }
            std::copy_if(answer->items.begin(), answer->items.end(), std::back_inserter(m_rows),
                [this](const EntityRow& row) { return m_selection.contains(row.ref); });
            if (m_rows.size() > copyLimit) {
                m_rows.clear();
                Q_EMIT failed(tr("More than %1 rows are too many for the clipboard. Export them to a file.")
                                  .arg(m_formatter.count(qint64(copyLimit))));
            } else if (answer->nextCursor.empty()) {
                finish();
            } else {
                readOn(answer->nextCursor);
            }
        });
}

void EntityCopy::finish()
{
    QGuiApplication::clipboard()->setText(text(m_what, m_rows, m_columns, m_formatter));
    const auto count = qint64(m_rows.size());
    m_rows.clear();
    Q_EMIT copied(count);
}

QString EntityCopy::text(What what, const std::vector<EntityRow>& rows,
    const std::vector<EntityColumnsModel::Column>& columns, const Formatter& formatter)
{
    QString text;
    if (what == What::Rows) {
        QStringList head;
        for (const auto& column : columns) {
            if (column.shown)
                head << cell(entityColumnTitle(column.kind));
        }
        text = head.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    for (const EntityRow& row : rows) {
        if (what == What::Keys) {
            text += keyText(row, columns) + QLatin1Char('\n');
            continue;
        }
        QStringList cells;
        for (const auto& column : columns) {
            if (column.shown)
                cells << (column.masked ? maskedText() : cell(cellText(row, column.kind, formatter)));
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

} // namespace binnacle
