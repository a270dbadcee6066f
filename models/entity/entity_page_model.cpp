#include "models/entity/entity_page_model.h"

#include "backend/engine/engine.h"
#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/common/post_to.h"
#include "models/common/status_words.h"
#include "models/common/ui_settings.h"
#include "models/entity/json_words.h"

#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <chrono>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

QString section()
{
    return QStringLiteral("entity");
}

QString text8(const std::string& value)
{
    return QString::fromStdString(value);
}

} // namespace

EntityPageModel::EntityPageModel(Engine& engine, const Formatter& formatter, UiSettings& settings, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_formatter(formatter)
    , m_settings(settings)
    , m_steps(formatter)
    , m_timeline(engine, formatter)
    , m_history(engine, formatter)
    , m_rawEvents(engine, formatter)
    , m_runs(formatter)
    , m_artifacts(formatter)
    , m_properties(formatter)
    , m_payload(engine)
{
    m_timeline.setFolded(m_settings.section(section()).value(QLatin1String("folded")).toBool(true));
    connect(&m_timeline, &EntityTimeline::foldedChanged, this, [this] {
        QJsonObject kept = m_settings.section(section());
        kept.insert(QLatin1String("folded"), m_timeline.isFolded());
        m_settings.setSection(section(), kept);
    });
    // Queues and runs follow from the events, which come after the steps.
    connect(&m_timeline, &EntityTimeline::changed, this, [this] {
        if (m_detail && m_timeline.tracks().size() == m_detail->steps.size())
            m_steps.setSteps(m_detail->steps, m_timeline.tracks());
    });
    connect(&m_formatter, &Formatter::zoneChanged, this, &EntityPageModel::fillFacts);
    m_soon.setSingleShot(true);
    m_soon.setInterval(250ms);
    connect(&m_soon, &QTimer::timeout, this, &EntityPageModel::read);
    m_ages.setInterval(1s);
    connect(&m_ages, &QTimer::timeout, this, &EntityPageModel::fillFacts);
    m_changes = m_engine.subscribe([this, self = QPointer<QObject>(this)](const ChangeSet& changes) {
        postTo(self, [this, changes] { takeChanges(changes); });
    });
}

EntityPageModel::~EntityPageModel() = default;

void EntityPageModel::open(const QString& key)
{
    if (m_key == key) {
        refresh();
        return;
    }
    forget();
    m_key = key;
    m_state = key.isEmpty() ? Nothing : Loading;
    Q_EMIT keyChanged();
    Q_EMIT changed();
    if (m_state == Loading)
        read();
}

void EntityPageModel::forget()
{
    m_read.cancel();
    m_runsRead.cancel();
    m_artifactsRead.cancel();
    m_soon.stop();
    m_isOld = false;
    m_problems.clear();
    m_detail.reset();
    m_runTotal.reset();
    m_artifactTotal.reset();
    m_facts.setLines({});
    m_upstream.setLines({});
    m_downstream.setLines({});
    m_steps.setSteps({}, {});
    m_timeline.clear();
    m_history.clear();
    m_rawEvents.clear();
    m_rawEvents.setSearchText({});
    m_runs.setRows({});
    m_artifacts.setRows({});
    m_properties.setRows({});
    m_runs.sortAsAtFirst();
    m_artifacts.sortAsAtFirst();
    m_properties.sortAsAtFirst();
    m_payload.show({});
    Q_EMIT countsChanged();
}

void EntityPageModel::refresh()
{
    if (!m_key.isEmpty())
        read();
}

void EntityPageModel::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    Q_EMIT activeChanged();
    if (!active)
        m_ages.stop();
    else if (m_detail)
        m_ages.start();
    if (active && m_isOld)
        m_soon.start();
}

void EntityPageModel::takeChanges(const ChangeSet& changes)
{
    if (m_key.isEmpty())
        return;
    bool concerns = changes.everythingChanged || changes.entitiesOverflowed;
    if (m_detail && !concerns)
        concerns =
            std::find(changes.entities.begin(), changes.entities.end(), m_detail->row.ref) != changes.entities.end();
    // What was not there may be there now.
    if (m_state == NotFound)
        concerns = concerns || !changes.entities.empty();
    if (!concerns)
        return;
    m_isOld = true;
    if (m_active && !m_read.isPending() && !m_soon.isActive())
        m_soon.start();
}

void EntityPageModel::read()
{
    const auto key = entityKeyFromString(m_key.toStdString());
    if (!key) {
        m_state = NotFound;
        Q_EMIT changed();
        return;
    }
    m_isOld = false;
    m_read.ask<EntityDetail>(
        this,
        [&](CancelToken token, Engine::Done<EntityDetail> done) { m_engine.entity(token, *key, std::move(done)); },
        [this](Result<EntityDetail> answer) { take(std::move(answer)); });
}

void EntityPageModel::take(Result<EntityDetail> answer)
{
    if (!answer) {
        m_problems[&m_read] = errorText(answer.error());
        if (answer.error().kind == ErrorKind::NotFound) {
            forget();
            m_state = NotFound;
        } else if (!m_detail) {
            m_state = Unreadable;
        }
        Q_EMIT changed();
        return;
    }
    m_problems.erase(&m_read);
    m_detail = std::move(*answer);
    m_state = Ready;
    const EntityRow& row = m_detail->row;
    fillFacts();
    m_upstream.setLines(linesOfObject(m_detail->upstreamJson));
    m_downstream.setLines(linesOfImpacts(m_detail->downstreamJson));
    // The tracks of the answer before are of the same steps until the events have been read.
    m_steps.setSteps(m_detail->steps, m_timeline.tracks());
    m_properties.setRows(m_detail->properties);
    m_timeline.show(row.ref, m_detail->steps);
    m_history.follow(row.ref, row.version, row.lastSeq);
    m_rawEvents.follow(row.ref, row.version, row.lastSeq);
    readAttached();
    if (m_active)
        m_ages.start();
    Q_EMIT changed();
    if (m_isOld && m_active)
        m_soon.start();
}

/// An error is shown until this very read succeeds, and what stands stays.
template <typename T>
void EntityPageModel::note(const AsyncRead& read, const Result<T>& answer)
{
    const auto before = problem();
    if (answer)
        m_problems.erase(&read);
    else
        m_problems[&read] = errorText(answer.error());
    if (problem() != before)
        Q_EMIT changed();
}

void EntityPageModel::readAttached()
{
    const EntityRef ref = m_detail->row.ref;
    m_runsRead.ask<std::vector<RunRow>>(
        this,
        [&](CancelToken token, Engine::Done<std::vector<RunRow>> done) { m_engine.runs(token, ref, std::move(done)); },
        [this](Result<std::vector<RunRow>> answer) {
            note(m_runsRead, answer);
            if (answer) {
                m_runTotal = int(answer->size());
                m_runs.setRows(std::move(*answer));
            }
            Q_EMIT countsChanged();
        });
    m_artifactsRead.ask<std::vector<ArtifactRow>>(
        this,
        [&](CancelToken token, Engine::Done<std::vector<ArtifactRow>> done) {
            m_engine.artifacts(token, ref, std::move(done));
        },
        [this](Result<std::vector<ArtifactRow>> answer) {
            note(m_artifactsRead, answer);
            if (answer) {
                m_artifactTotal = int(answer->size());
                m_artifacts.setRows(std::move(*answer));
            }
            Q_EMIT countsChanged();
        });
}

QString EntityPageModel::currentStepText() const
{
    const std::string& current = m_detail->row.currentStep;
    if (current.empty())
        return {};
    const auto& steps = m_detail->steps;
    const auto place =
        std::find_if(steps.begin(), steps.end(), [&current](const StepRow& step) { return step.stepId == current; });
    if (place == steps.end())
        return text8(current);
    const QString name = text8(place->action.empty() ? place->stepId : place->action);
    const std::int64_t all = std::max(m_detail->row.steps.total(), std::int64_t(steps.size()));
    return tr("%1, %2 of %3").arg(name, m_formatter.count(place - steps.begin() + 1), m_formatter.count(all));
}

void EntityPageModel::fillFacts()
{
    if (!m_detail)
        return;
    const EntityRow& row = m_detail->row;
    std::vector<NamedLine> lines;
    const auto add = [&lines](const QString& label, const QString& value, const QString& tip = {}) {
        if (!value.isEmpty())
            lines.push_back({ label, value, tip });
    };
    add(tr("Type"), text8(row.key.type));
    add(tr("Project"), text8(row.key.project));
    add(tr("Organisation"), text8(row.key.organization));
    add(tr("Workflow"), text8(row.workflowId));
    add(tr("Key"), text8(row.businessKey));
    add(tr("Current step"), currentStepText());
    add(tr("Age"), m_formatter.ageOf(row.createdAt),
        tr("First event %1, latest %2").arg(m_formatter.absolute(row.createdAt), m_formatter.absolute(row.updatedAt)));
    add(tr("Events"), m_formatter.count(row.version));
    QStringList sources;
    for (const std::string& source : m_detail->sources)
        sources << text8(source);
    add(tr("Sources"), sources.join(QStringLiteral(", ")));
    add(tr("Sender's version"), text8(m_detail->senderVersion));
    if (lines != m_facts.all())
        m_facts.setLines(std::move(lines));
}

QString EntityPageModel::problem() const
{
    return m_problems.empty() ? QString() : m_problems.begin()->second;
}

QString EntityPageModel::title() const
{
    if (m_detail)
        return text8(m_detail->row.key.id);
    const auto key = entityKeyFromString(m_key.toStdString());
    return key ? text8(key->id) : m_key;
}

QString EntityPageModel::status() const
{
    return m_detail ? statusWord(m_detail->row.status) : QString();
}

QString EntityPageModel::statusText() const
{
    if (!m_detail)
        return {};
    const EntityRow& row = m_detail->row;
    return row.statusText.empty() ? binnacle::statusLabel(row.status) : text8(row.statusText);
}

QString EntityPageModel::version() const
{
    return m_detail ? tr("version %1").arg(m_formatter.count(m_detail->row.version)) : QString();
}

QString EntityPageModel::error() const
{
    return m_detail ? text8(m_detail->row.error) : QString();
}

QString EntityPageModel::errorStep() const
{
    if (!m_detail)
        return {};
    const auto& steps = m_detail->steps;
    const std::string& current = m_detail->row.currentStep;
    const auto place =
        std::find_if(steps.begin(), steps.end(), [&current](const StepRow& step) { return step.stepId == current; });
    return text8(place == steps.end() || place->action.empty() ? current : place->action);
}

QString EntityPageModel::archiveReason() const
{
    return m_detail ? text8(m_detail->archiveReason) : QString();
}

QString EntityPageModel::eventCount() const
{
    return m_detail ? m_formatter.count(m_detail->row.version) : QString();
}

QString EntityPageModel::runCount() const
{
    return m_runTotal ? m_formatter.count(*m_runTotal) : QString();
}

QString EntityPageModel::artifactCount() const
{
    return m_artifactTotal ? m_formatter.count(*m_artifactTotal) : QString();
}

QString EntityPageModel::propertyCount() const
{
    return m_detail ? m_formatter.count(qint64(m_detail->properties.size())) : QString();
}

} // namespace binnacle
