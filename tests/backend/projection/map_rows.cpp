#include "tests/backend/projection/map_rows.h"

#include <fmt/format.h>

namespace binnacle {

void MapRows::apply(const Event& event)
{
    EntityKey key{ std::string(event.organization), std::string(event.project), std::string(event.entityType),
        std::string(event.entityId) };
    EntityKey identity = key;
    if (!event.projectIsKey)
        identity.project.clear();
    const auto [found, isNew] = m_refs.try_emplace(identity, static_cast<EntityRef>(m_refs.size()) + 1);
    const EntityRef ref = found->second;
    if (isNew) {
        entities[ref].key = key;
        entities[ref].projectIsKey = event.projectIsKey;
    }
    project(event, identityOf(event).low, ref, ++m_lastSeq, *this);
    m_log[ref].push_back(event);
}

StepState& MapRows::step(EntityRef ref, std::string_view stepId)
{
    StepState& state = steps[{ ref, std::string(stepId) }];
    state.stepId = stepId;
    return state;
}

RunState& MapRows::run(EntityRef ref, std::string_view workflowId, std::string_view runId)
{
    RunState& state = runs[{ ref, std::string(workflowId), std::string(runId) }];
    state.workflowId = workflowId;
    state.runId = runId;
    return state;
}

ArtifactState& MapRows::artifact(EntityRef ref, const ArtifactKey& key)
{
    ArtifactState& state = artifacts[{ ref, key }];
    state.key = key;
    return state;
}

PropertyState& MapRows::property(EntityRef ref, std::string_view name)
{
    PropertyState& state = properties[{ ref, std::string(name) }];
    state.name = name;
    return state;
}

void MapRows::addToGrid(const EntityKey& key, EntityStatus status, std::int64_t delta)
{
    grid[{ key.organization, key.project, key.type, status }] += delta;
}

void MapRows::addCompleted(const EntityKey& key, std::int64_t hour, std::int64_t delta)
{
    completed[{ key.organization, key.project, hour }] += delta;
}

void MapRows::moveStepHours(EntityRef ref, const EntityKey& from, const EntityKey& to)
{
    for (const Event& event : m_log[ref]) {
        const auto contribution = stepHourContribution(event);
        if (!contribution)
            continue;
        for (const auto& [key, sign] : { std::pair(&from, -1), std::pair(&to, 1) }) {
            StepHourState& state =
                stepHours[{ key->organization, key->project, std::string(contribution->stepId), contribution->hour }];
            state.executions += sign;
            state.failures += contribution->failed ? sign : 0;
            state.retries += sign * contribution->retries;
            if (contribution->durationMs)
                state.durations.add(*contribution->durationMs, sign);
        }
    }
}

EntityRef MapRows::refOf(const std::string& organization, const std::string& type, const std::string& id) const
{
    for (const auto& [key, ref] : m_refs) {
        if (key.organization == organization && key.type == type && key.id == id)
            return ref;
    }
    return 0;
}

std::string MapRows::dump() const
{
    std::string out;
    // References follow the order of arrival, so the keys stand for the entities.
    std::map<EntityKey, EntityRef> byKey(m_refs);
    for (const auto& [identity, ref] : byKey) {
        const EntityState& e = entities.at(ref);
        const StepSummary s = e.stepSummary();
        out +=
            fmt::format("entity {} {} status={}/{}@{}/{} step={} error={} workflow={} version={} sender={} archive={} "
                        "key={} up={} down={} counted={}/{}/{}/{} summary={}/{}/{}/{} retries={} created={} updated={} "
                        "completed={} named={}\n",
                toString(identity), toString(e.key), toString(e.status.value), e.statusText.value,
                e.status.key.occurredAtMicros, e.status.key.identityHash, e.currentStep.value, e.error.value,
                e.workflowId.value, e.version, e.senderVersion.value, e.archiveReason.value, e.businessKey.value,
                e.upstreamJson.value, e.downstreamJson.value, e.counted.completed, e.counted.failed,
                e.counted.inProgress, e.counted.pending, s.completed, s.failed, s.inProgress, s.pending, e.retryTotal,
                e.createdAtMicros, e.updatedAtMicros, e.completedAtMicros, e.explicitProject);
        for (const auto& [key, step] : steps) {
            if (key.first == ref)
                out +=
                    fmt::format("  step {} {} {} {} {} {} error={} ms={} progress={} first={} last={} n={}/{}/{}/{}\n",
                        key.second, step.action.value, step.type.value, step.phase.value,
                        toString(step.execution.value), step.outcome.value, step.error.value, step.durationMs.value,
                        step.progress.value, step.firstAtMicros, step.lastExecutedAtMicros, step.startCount,
                        step.endCount, step.failureCount, step.retryCount());
        }
        for (const auto& [key, run] : runs) {
            if (std::get<0>(key) == ref)
                out += fmt::format("  run {} {} {} {} {} {} {} {} {} {}\n", run.workflowId, run.runId, run.workId.value,
                    toString(run.status.value), run.summaryJson.value, run.durationMs.value, run.firstAtMicros,
                    run.lastAtMicros, run.eventCount, run.failureCount);
        }
        for (const auto& [key, artifact] : artifacts) {
            if (key.first == ref)
                out += fmt::format("  artifact {} {} {} {} by={} {}\n", key.second.type, key.second.name,
                    key.second.version, artifact.json.value, artifact.producedByStep.value, artifact.firstAtMicros);
        }
        for (const auto& [key, property] : properties) {
            if (key.first == ref)
                out += fmt::format("  property {}={}\n", property.name, property.json.value);
        }
    }
    // What was added and taken out again leaves an empty row behind.
    for (const auto& [key, hour] : stepHours) {
        if (hour.executions != 0 || !(hour.durations == DurationSketch{}))
            out += fmt::format("hour {}/{} {} {}: {} {} {} ms n={} p50={} mean={}\n", key.organization, key.project,
                key.stepId, key.hour, hour.executions, hour.failures, hour.retries, hour.durations.count(),
                hour.durations.quantile(0.5).value_or(-1), hour.durations.mean().value_or(-1));
    }
    for (const auto& [key, count] : grid) {
        if (count != 0)
            out += fmt::format("grid {}/{}/{} {}: {}\n", std::get<0>(key), std::get<1>(key), std::get<2>(key),
                toString(std::get<3>(key)), count);
    }
    for (const auto& [key, count] : completed) {
        if (count != 0)
            out += fmt::format("completed {}/{} {}: {}\n", std::get<0>(key), std::get<1>(key), std::get<2>(key), count);
    }
    return out;
}

} // namespace binnacle
