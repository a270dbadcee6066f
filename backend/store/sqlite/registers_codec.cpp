#include "backend/store/sqlite/registers_codec.h"

#include "backend/store/sqlite/registers_reader.h"
#include "backend/store/sqlite/registers_writer.h"

#include <concepts>
#include <type_traits>

namespace binnacle::sqlite {

namespace {

template <typename State, typename Wanted>
concept StateOf = std::same_as<std::remove_const_t<State>, Wanted>;

// One list of fields for both directions: `archive` is a RegistersWriter or a RegistersReader.

template <typename Archive, StateOf<EntityState> State>
void fields(Archive& archive, State& state)
{
    archive(state.projectIsKey);
    archive(state.explicitProject);
    archive(state.explicitProjectKey);
    archive(state.status);
    archive(state.statusText);
    archive(state.senderSummary);
    archive(state.currentStep);
    archive(state.error);
    archive(state.workflowId);
    archive(state.senderVersion);
    archive(state.archiveReason);
    archive(state.businessKey);
    archive(state.upstreamJson);
    archive(state.downstreamJson);
    archive(state.latestStepChange);
    archive(state.counted);
    archive(state.retryTotal);
    archive(state.version);
    archive(state.createdAtMicros);
    archive(state.updatedAtMicros);
    archive(state.completedAtMicros);
    archive(state.lastSeq);
}

template <typename Archive, StateOf<StepState> State>
void fields(Archive& archive, State& state)
{
    archive(state.action);
    archive(state.type);
    archive(state.phase);
    archive(state.execution);
    archive(state.outcome);
    archive(state.error);
    archive(state.durationMs);
    archive(state.progress);
    archive(state.firstAtMicros);
    archive(state.lastExecutedAtMicros);
    archive(state.startCount);
    archive(state.endCount);
    archive(state.failureCount);
    archive(state.maxRetryCount);
}

template <typename Archive, StateOf<RunState> State>
void fields(Archive& archive, State& state)
{
    archive(state.workId);
    archive(state.status);
    archive(state.summaryJson);
    archive(state.durationMs);
    archive(state.firstAtMicros);
    archive(state.lastAtMicros);
    archive(state.eventCount);
    archive(state.failureCount);
}

template <typename Archive, StateOf<ArtifactState> State>
void fields(Archive& archive, State& state)
{
    archive(state.json);
    archive(state.producedByStep);
    archive(state.firstAtMicros);
}

template <typename Archive, StateOf<PropertyState> State>
void fields(Archive& archive, State& state)
{
    archive(state.json);
}

template <typename Archive, StateOf<StepHourState> State>
void fields(Archive& archive, State& state)
{
    archive(state.action);
    archive(state.executions);
    archive(state.failures);
    archive(state.retries);
    archive(state.durations);
}

template <typename Archive, StateOf<EntityChildren> State>
void fields(Archive& archive, State& state)
{
    archive(state.filter.words[0]);
    archive(state.filter.words[1]);
    archive(state.properties);
    archive(state.sources);
}

template <typename State>
void encode(const State& state, std::string& out)
{
    // Kept for its memory: a row is written for every event or two.
    thread_local RegistersWriter writer;
    writer.clear();
    fields(writer, state);
    writer.finish(out);
}

template <typename State>
Result<void> decode(std::string_view in, State& state)
{
    RegistersReader reader(in);
    fields(reader, state);
    return reader.finish();
}

} // namespace

void encodeRegisters(const EntityState& state, std::string& out)
{
    encode(state, out);
}
void encodeRegisters(const StepState& state, std::string& out)
{
    encode(state, out);
}
void encodeRegisters(const RunState& state, std::string& out)
{
    encode(state, out);
}
void encodeRegisters(const ArtifactState& state, std::string& out)
{
    encode(state, out);
}
void encodeRegisters(const PropertyState& state, std::string& out)
{
    encode(state, out);
}
void encodeRegisters(const StepHourState& state, std::string& out)
{
    encode(state, out);
}

void encodeRegisters(const EntityChildren& children, std::string& out)
{
    encode(children, out);
}

Result<void> decodeRegisters(std::string_view in, EntityState& state)
{
    return decode(in, state);
}
Result<void> decodeRegisters(std::string_view in, StepState& state)
{
    return decode(in, state);
}
Result<void> decodeRegisters(std::string_view in, RunState& state)
{
    return decode(in, state);
}
Result<void> decodeRegisters(std::string_view in, ArtifactState& state)
{
    return decode(in, state);
}
Result<void> decodeRegisters(std::string_view in, PropertyState& state)
{
    return decode(in, state);
}
Result<void> decodeRegisters(std::string_view in, StepHourState& state)
{
    return decode(in, state);
}

Result<void> decodeRegisters(std::string_view in, EntityChildren& children)
{
    return decode(in, children);
}

} // namespace binnacle::sqlite
