#include "models/entities/entities_page_model.h"

#include "backend/engine/engine.h"
#include "models/common/formatter.h"
#include "models/common/ui_settings.h"
#include "models/entities/filter_phrases.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>

namespace binnacle {

EntitiesPageModel::EntitiesPageModel(Engine& engine, const Formatter& formatter, UiSettings& settings, QObject* parent)
    : QObject(parent)
    , m_formatter(formatter)
    , m_settings(settings)
    , m_table(engine, formatter)
    , m_views(engine, formatter)
    , m_preview(engine, formatter)
    , m_export(engine)
    , m_copy(engine, formatter)
    , m_total(engine)
    , m_everything(engine)
    , m_noMatch(engine)
{
    connect(&m_filter, &EntityQueryModel::applied, this, &EntitiesPageModel::applyFilter);
    connect(&m_filter, &EntityQueryModel::historyChanged, this, &EntitiesPageModel::save);

    connect(&m_table, &EntitiesModel::loadedChanged, this, &EntitiesPageModel::lookForHint);
    connect(&m_table, &EntitiesModel::countChanged, this, &EntitiesPageModel::lookForHint);
    connect(&m_table, &EntitiesModel::loadedChanged, this, &EntitiesPageModel::countsChanged);
    connect(&m_table, &EntitiesModel::errorChanged, this, &EntitiesPageModel::stateChanged);
    connect(&m_table, &EntitiesModel::currentChanged, this, &EntitiesPageModel::followCurrent);
    connect(&m_table, &EntitiesModel::selectionChanged, this, &EntitiesPageModel::selectionChanged);
    connect(&m_table, &EntitiesModel::sortChanged, this, &EntitiesPageModel::save);
    connect(&m_table, &EntitiesModel::columnSpecsChanged, this, &EntitiesPageModel::save);
    connect(&m_table, &EntitiesModel::columnWidthsChanged, this, &EntitiesPageModel::save);
    connect(m_table.columnList(), &EntityColumnsModel::masksChanged, this, &EntitiesPageModel::save);
    connect(m_table.columnList(), &EntityColumnsModel::masksChanged, this, &EntitiesPageModel::maskedColumnsChanged);
    connect(m_table.columnList(), &EntityColumnsModel::changed, this, &EntitiesPageModel::maskedColumnsChanged);
    connect(&m_table, &EntitiesModel::storeChanged, this, [this] {
        m_total.countAgain();
        m_everything.countAgain();
        m_views.countAgain();
    });

    for (QueryCounter* counter : { &m_total, &m_everything }) {
        connect(counter, &QueryCounter::changed, this, &EntitiesPageModel::countsChanged);
        connect(counter, &QueryCounter::changed, this, &EntitiesPageModel::stateChanged);
    }
    connect(&m_total, &QueryCounter::changed, this, &EntitiesPageModel::selectionChanged);
    connect(&m_total, &QueryCounter::changed, this, &EntitiesPageModel::sameErrorChanged);
    connect(&m_noMatch, &NoMatchHint::changed, this, &EntitiesPageModel::noMatchChanged);
    connect(&m_preview, &EntityPreview::sameErrorChanged, this, &EntitiesPageModel::sameErrorChanged);
    connect(&m_views, &SavedViewsModel::viewsChanged, this, &EntitiesPageModel::save);

    connect(&m_copy, &EntityCopy::copied, this, [this](qint64 rows) {
        Q_EMIT notice(tr("%1 copied", nullptr, int(rows)).arg(m_formatter.count(rows)), false);
    });
    connect(&m_copy, &EntityCopy::failed, this, [this](const QString& problem) { Q_EMIT notice(problem, true); });
    connect(&m_export, &EntityExport::finished, this, [this](const QString& path, qint64 rows) {
        Q_EMIT notice(tr("%1 rows written to %2").arg(m_formatter.count(rows), path), false);
    });

    connect(&m_export, &EntityExport::progressed, this, &EntitiesPageModel::exportTextChanged);

    m_timed.setInterval(std::chrono::minutes(1));
    connect(&m_timed, &QTimer::timeout, this, [this] {
        const auto& filters = m_filter.query().filters;
        const bool looksAtAges = std::any_of(filters.begin(), filters.end(), [](const EntityFilter& filter) {
            return filter.field == EntityField::Updated || filter.field == EntityField::Created;
        });
        if (!looksAtAges)
            return;
        m_total.countAgain();
        if (!m_table.isEngaged())
            m_table.refresh();
    });
    m_timed.start();

    load();
    m_everything.count({});
    applyFilter();
}

void EntitiesPageModel::applyFilter()
{
    EntityQuery query = m_filter.query();
    query.sort = m_table.query().sort;
    m_views.setShownText(m_filter.appliedText());
    m_noMatch.forget();
    m_total.count(query);
    m_table.setQuery(std::move(query));
}

EntitiesPageModel::State EntitiesPageModel::state() const
{
    if (m_table.count() > 0)
        return Rows;
    if (!m_table.errorText().isEmpty())
        return Unreadable;
    if (!m_table.isLoaded())
        return Loading;
    if (m_filter.count() == 0)
        return NoEvents;
    const auto everything = m_everything.answer();
    return everything && everything->count == 0 && everything->isExact ? NoEvents : NoMatch;
}

QString EntitiesPageModel::totalText() const
{
    const auto total = m_total.answer();
    if (!total)
        return {};
    const QString number = m_formatter.count(total->count);
    return total->isExact ? number : QLatin1Char('~') + number;
}

QString EntitiesPageModel::countText() const
{
    const auto everything = m_everything.answer();
    if (!m_total.answer() || !everything)
        return {};
    QString text = totalText();
    if (m_filter.count() > 0) {
        const QString all = m_formatter.count(everything->count);
        text = tr("%1 of %2").arg(text, everything->isExact ? all : QLatin1Char('~') + all);
    }
    if (!m_table.isLoaded())
        return text;
    return m_table.elapsedMs() == 0 ? tr("%1, in under 1 ms").arg(text)
                                    : tr("%1, in %2 ms").arg(text, m_formatter.count(m_table.elapsedMs()));
}

qint64 EntitiesPageModel::selectedCount() const
{
    const auto total = m_total.answer();
    return m_table.selection().count(total ? total->count : m_table.count());
}

int EntitiesPageModel::selectionState() const
{
    const qint64 selected = selectedCount();
    const auto total = m_total.answer();
    return selected == 0 ? 0 : total && selected >= total->count ? 2 : 1;
}

QString EntitiesPageModel::selectionText() const
{
    const QString number = m_formatter.count(selectedCount());
    const auto total = m_total.answer();
    const QString shown = m_table.selection().isAll() && total && !total->isExact ? QLatin1Char('~') + number : number;
    return selectionState() == 2 ? tr("All %1 selected").arg(shown) : tr("%1 selected").arg(shown);
}

void EntitiesPageModel::setPreviewOpen(bool open)
{
    if (m_previewOpen == open)
        return;
    m_previewOpen = open;
    Q_EMIT previewOpenChanged();
    if (open)
        followCurrent();
    else
        m_preview.clear();
}

void EntitiesPageModel::followCurrent()
{
    if (m_previewOpen && m_table.current())
        m_preview.show(*m_table.current(), m_table.query());
}

void EntitiesPageModel::setCompact(bool compact)
{
    if (m_compact == compact)
        return;
    m_compact = compact;
    Q_EMIT compactChanged();
    save();
}

void EntitiesPageModel::lookForHint()
{
    if (m_table.isLoaded() && m_table.count() == 0 && m_filter.count() > 0)
        m_noMatch.look(m_table.query());
    else
        m_noMatch.forget();
    Q_EMIT stateChanged();
}

QString EntitiesPageModel::noMatchText() const
{
    const auto& filters = m_table.query().filters;
    const int best = m_noMatch.filter();
    if (best >= 0 && std::size_t(best) < filters.size()) {
        const QString number = m_formatter.count(m_noMatch.count());
        return tr("%1 match without %2")
            .arg(m_noMatch.isExact() ? number : QLatin1Char('~') + number,
                QString::fromStdString(toString(filters[std::size_t(best)])));
    }
    return m_noMatch.isDone() ? tr("Taking away any single filter still shows nothing.") : QString();
}

QString EntitiesPageModel::sameErrorText() const
{
    const qint64 same = m_preview.sameErrorCount();
    const auto total = m_total.answer();
    if (same < 2 || !total || !total->isExact)
        return {};
    return tr("Same error on %1 of %2").arg(m_formatter.count(same), m_formatter.count(total->count));
}

QString EntitiesPageModel::exportText() const
{
    const QString done = m_formatter.count(m_export.rowsDone());
    if (m_export.rowsExpected() == 0)
        return tr("%1 rows").arg(done);
    return tr("%1 of %2 rows").arg(done, m_formatter.count(m_export.rowsExpected()));
}

void EntitiesPageModel::showQuery(const QString& text)
{
    m_filter.replace(text);
}

void EntitiesPageModel::openView(int row)
{
    if (row >= 0 && row < m_views.count())
        m_filter.replace(m_views.queryText(row));
}

void EntitiesPageModel::copyKeys()
{
    m_copy.copy(EntityCopy::What::Keys, m_table.selection(), m_table.query(), m_table.columnList()->columns());
}

void EntitiesPageModel::copyRows()
{
    m_copy.copy(EntityCopy::What::Rows, m_table.selection(), m_table.query(), m_table.columnList()->columns());
}

EntityQuery EntitiesPageModel::selectionQuery() const
{
    EntityQuery query = m_table.query();
    const auto add = [&query](EntityField field, const std::string& value, bool negated = false) {
        EntityFilter filter;
        filter.field = field;
        filter.value = value;
        filter.negated = negated;
        if (std::find(query.filters.begin(), query.filters.end(), filter) == query.filters.end())
            query.filters.push_back(std::move(filter));
    };
    if (m_table.selection().isAll()) {
        for (const EntityRow& row : m_table.selection().excluded())
            add(EntityField::Id, row.key.id, true);
        return query;
    }
    query.filters.clear();
    for (const EntityRow& row : m_table.selection().rows()) {
        add(EntityField::Organization, row.key.organization);
        add(EntityField::Project, row.key.project);
        add(EntityField::Type, row.key.type);
        add(EntityField::Id, row.key.id);
    }
    return query;
}

void EntitiesPageModel::exportTo(const QUrl& target, const QString& format, bool selectionOnly)
{
    const auto columns = m_table.columnList()->shown();
    const auto total = m_total.answer();
    const bool selected = selectionOnly && selectedCount() > 0;
    const qint64 expected = selected ? selectedCount() : total ? total->count : 0;
    m_export.start(selected ? selectionQuery() : m_table.query(), columns, format, target, expected,
        selected ? std::optional(selectedCount()) : std::nullopt);
}

QUrl EntitiesPageModel::suggestedFile(const QString& format) const
{
    const int view = m_views.activeIndex();
    const QString hint = m_filter.count() == 0 ? QString() : view >= 0 ? m_views.name(view) : m_filter.appliedText();
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString folder = QFileInfo::exists(documents) ? documents : QDir::homePath();
    return QUrl::fromLocalFile(QDir(folder).filePath(EntityExport::suggestedName(hint, format)));
}

QString EntitiesPageModel::maskedColumns() const
{
    QStringList names;
    for (const auto& column : m_table.columnList()->shown()) {
        if (m_export.masks(column))
            names << entityColumnTitle(column.kind);
    }
    return names.join(QStringLiteral(", "));
}

void EntitiesPageModel::setAlwaysMasked(std::vector<std::string> fields)
{
    m_export.setAlwaysMasked(std::move(fields));
    Q_EMIT maskedColumnsChanged();
}

bool EntitiesPageModel::escape()
{
    if (m_previewOpen) {
        setPreviewOpen(false);
        return true;
    }
    if (!m_table.selection().isEmpty()) {
        m_table.clearSelection();
        return true;
    }
    if (!m_filter.text().isEmpty()) {
        m_filter.clear();
        return true;
    }
    return false;
}

void EntitiesPageModel::refresh()
{
    m_table.refresh();
    m_preview.refresh();
    m_total.countAgain();
    m_everything.countAgain();
    m_views.countAgain();
}

} // namespace binnacle
