#include "models/entities/entity_preview.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/common/status_words.h"
#include "models/entities/entity_cells.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::int64_t eventsShown = 5;

} // namespace

EntityPreview::EntityPreview(Engine& engine, const Formatter& formatter, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_formatter(formatter)
    , m_sameError(engine)
{
    connect(&m_sameError, &QueryCounter::changed, this, &EntityPreview::sameErrorChanged);
    connect(&m_formatter, &Formatter::zoneChanged, this, &EntityPreview::refresh);
}

void EntityPreview::show(const EntityRow& row, const EntityQuery& query)
{
    const bool sameQuery = query.filters == m_query.filters;
    m_query = query;
    if (m_wanted && m_wanted->ref == row.ref) {
        if (m_wanted->lastSeq != row.lastSeq || m_wanted->version != row.version) {
            m_wanted = row;
            refresh();
        } else if (!sameQuery) {
            countSameError();
        }
        return;
    }
    m_wanted = row;
    m_quiet = false;
    read();
}

void EntityPreview::clear()
{
    m_read.cancel();
    m_eventsRead.cancel();
    m_sameError.forget();
    m_wanted.reset();
    m_detail.reset();
    m_problem.clear();
    m_eventsProblem.clear();
    m_steps.setLines({});
    m_facts.setLines({});
    m_events.setLines({});
    Q_EMIT loadingChanged();
    Q_EMIT changed();
}

void EntityPreview::refresh()
{
    if (!m_wanted)
        return;
    m_quiet = m_detail.has_value() && m_detail->row.ref == m_wanted->ref;
    read();
}

std::optional<EntityRef> EntityPreview::shownRef() const
{
    return m_wanted ? std::optional(m_wanted->ref) : std::nullopt;
}

void EntityPreview::read()
{
    m_read.ask<EntityDetail>(
        this,
        [this](CancelToken token, Engine::Done<EntityDetail> done) {
            m_engine.entity(token, m_wanted->key, std::move(done));
        },
        [this](Result<EntityDetail> answer) { take(std::move(answer)); });
    EventQuery latest;
    latest.entity = m_wanted->ref;
    latest.byOccurrence = true;
    m_eventsRead.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EventRow>> done) {
            m_engine.events(token, latest, { eventsShown, {} }, std::move(done));
        },
        [this](Result<Page<EventRow>> answer) {
            m_eventsProblem = answer ? QString() : errorText(answer.error());
            fillEvents(answer ? answer->items : std::vector<EventRow>());
            Q_EMIT changed();
        });
    Q_EMIT loadingChanged();
}

void EntityPreview::take(Result<EntityDetail> answer)
{
    const bool other = !m_detail || m_detail->row.ref != m_wanted->ref;
    if (answer) {
        m_detail = std::move(*answer);
        m_problem.clear();
    } else {
        // The line of the table is what is known; the old entity's steps would be wrong under its name.
        if (other) {
            m_detail = EntityDetail{};
            m_detail->row = *m_wanted;
        }
        m_problem = errorText(answer.error());
    }
    fillSteps();
    fillFacts();
    countSameError();
    Q_EMIT loadingChanged();
    Q_EMIT changed();
}

void EntityPreview::fillSteps()
{
    std::vector<PreviewLines::Line> lines;
    for (const StepRow& step : m_detail->steps) {
        PreviewLines::Line line;
        line.label = QString::fromStdString(step.stepId);
        line.mark = statusWord(step.execution);
        line.tip = line.label;
        switch (step.execution) {
        case ExecutionStatus::Failed:
            line.value = tr("%n attempts", nullptr, int(std::max<std::int64_t>(1, step.executionCount)));
            line.tone = QStringLiteral("failed");
            line.tip = QString::fromStdString(step.error.empty() ? step.stepId : step.error);
            break;
        case ExecutionStatus::Pending:
            line.value = tr("not started");
            line.quiet = true;
            break;
        case ExecutionStatus::Skipped:
            line.value = tr("skipped");
            line.quiet = true;
            break;
        case ExecutionStatus::Started:
        case ExecutionStatus::InProgress:
            line.value = step.progress ? m_formatter.percent(*step.progress, 0)
                : step.lastExecutedAt  ? tr("for %1").arg(m_formatter.ageOf(*step.lastExecutedAt))
                                       : statusLabel(step.execution);
            break;
        case ExecutionStatus::Completed:
        case ExecutionStatus::Unknown:
            // The mark has no words of its own here, so a step without a duration says its state.
            line.value = step.durationMs ? m_formatter.duration(double(*step.durationMs)) : statusLabel(step.execution);
            break;
        }
        if (line.tone.isEmpty())
            line.tone = QStringLiteral("muted");
        lines.push_back(std::move(line));
    }
    m_steps.setLines(std::move(lines));
}

void EntityPreview::fillFacts()
{
    std::vector<PreviewLines::Line> lines;
    const auto add = [&lines](const QString& label, const QString& value, const QString& tip = {}) {
        if (!value.isEmpty())
            lines.push_back({ label, value, {}, {}, false, tip.isEmpty() ? value : tip, {} });
    };
    const EntityRow& row = m_detail->row;
    add(tr("Workflow"), QString::fromStdString(row.workflowId));
    add(tr("Key"), QString::fromStdString(row.businessKey));
    add(tr("Created"), tr("%1, %2 ago").arg(m_formatter.moment(row.createdAt), m_formatter.ageOf(row.createdAt)),
        m_formatter.absolute(row.createdAt));
    add(tr("Updated"), tr("%1, %2 ago").arg(m_formatter.moment(row.updatedAt), m_formatter.ageOf(row.updatedAt)),
        m_formatter.absolute(row.updatedAt));
    if (row.retries > 0)
        add(tr("Retries"), m_formatter.count(row.retries));
    QStringList sources;
    for (const std::string& source : m_detail->sources)
        sources << QString::fromStdString(source);
    add(tr("Sources"), sources.join(QStringLiteral(", ")));
    add(tr("Archived"), QString::fromStdString(m_detail->archiveReason));
    for (const PropertyRow& property : m_detail->properties) {
        if (lines.size() >= 9)
            break;
        QString value = QString::fromStdString(property.json);
        if (value.size() > 1 && value.startsWith(QLatin1Char('"')) && value.endsWith(QLatin1Char('"')))
            value = value.mid(1, value.size() - 2);
        add(QString::fromStdString(property.name), value);
    }
    m_facts.setLines(std::move(lines));
}

void EntityPreview::fillEvents(const std::vector<EventRow>& events)
{
    std::vector<PreviewLines::Line> lines;
    for (const EventRow& event : events) {
        lines.push_back({ QString::fromStdString(event.type), m_formatter.moment(event.occurredAt), {}, {}, false,
            tr("%1 at %2").arg(QString::fromStdString(event.type), m_formatter.absolute(event.occurredAt)),
            QString::fromStdString(event.source) });
    }
    m_events.setLines(std::move(lines));
}

std::optional<EntityFilter> EntityPreview::errorFilter() const
{
    if (!m_detail || m_detail->row.error.empty())
        return std::nullopt;
    // Filters on one field are alternatives: beside another error filter the count would say something else.
    const bool taken = std::any_of(m_query.filters.begin(), m_query.filters.end(),
        [](const EntityFilter& filter) { return filter.field == EntityField::Error; });
    return taken ? std::nullopt : filterForCell(m_detail->row, EntityColumnKind::Error);
}

void EntityPreview::countSameError()
{
    const auto filter = errorFilter();
    if (!filter) {
        m_sameError.forget();
        return;
    }
    EntityQuery query = m_query;
    query.filters.push_back(*filter);
    m_sameError.count(std::move(query));
}

qint64 EntityPreview::sameErrorCount() const
{
    const auto answer = m_sameError.answer();
    return answer && answer->isExact ? answer->count : 0;
}

QString EntityPreview::sameErrorFilter() const
{
    const auto filter = errorFilter();
    return filter ? QString::fromStdString(toString(*filter)) : QString();
}

QString EntityPreview::key() const
{
    return m_detail ? QString::fromStdString(toString(m_detail->row.key)) : QString();
}

QString EntityPreview::title() const
{
    return m_detail ? QString::fromStdString(m_detail->row.key.id) : QString();
}

QString EntityPreview::status() const
{
    return m_detail ? statusWord(m_detail->row.status) : QString();
}

QString EntityPreview::statusText() const
{
    return m_detail ? cellText(m_detail->row, EntityColumnKind::Status, m_formatter) : QString();
}

QString EntityPreview::subtitle() const
{
    return m_detail
        ? tr("%1 in %2")
              .arg(QString::fromStdString(m_detail->row.key.type), QString::fromStdString(m_detail->row.key.project))
        : QString();
}

QString EntityPreview::version() const
{
    return m_detail ? tr("v%1").arg(m_detail->row.version) : QString();
}

QString EntityPreview::error() const
{
    return m_detail ? QString::fromStdString(m_detail->row.error) : QString();
}

QString EntityPreview::errorStep() const
{
    return m_detail ? QString::fromStdString(m_detail->row.currentStep) : QString();
}

QString EntityPreview::stepsDone() const
{
    if (!m_detail || m_detail->row.steps.total() == 0)
        return {};
    return tr("%1 of %2 done")
        .arg(m_formatter.count(m_detail->row.steps.completed), m_formatter.count(m_detail->row.steps.total()));
}

QString EntityPreview::eventsTotal() const
{
    return m_detail ? tr("%1 in total").arg(m_formatter.count(m_detail->row.version)) : QString();
}

} // namespace binnacle
