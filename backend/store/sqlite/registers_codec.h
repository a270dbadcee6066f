#pragma once

#include "backend/core/result.h"
#include "backend/projection/projector.h"
#include "backend/projection/state.h"
#include "backend/store/sqlite/entity_children.h"

#include <string>
#include <string_view>

namespace binnacle::sqlite {

/// Binary form of the `registers` blobs: the whole state of a row except what its own columns identify it by
/// (EntityState::key, StepState::stepId, RunState::workflowId and runId, ArtifactState::key, PropertyState::name).
///
/// Layout: a version byte; the table of distinct order keys (one event usually sets several registers, so most
/// share a key); then the fields in the order of the struct, each register as 1 + index of its key (0: not set) and,
/// where set, its value. Integers are zigzag varints, text is length-prefixed. Equal states give equal bytes.
void encodeRegisters(const EntityState& state, std::string& out);
void encodeRegisters(const StepState& state, std::string& out);
void encodeRegisters(const RunState& state, std::string& out);
void encodeRegisters(const ArtifactState& state, std::string& out);
void encodeRegisters(const PropertyState& state, std::string& out);
void encodeRegisters(const StepHourState& state, std::string& out);
void encodeRegisters(const EntityChildren& children, std::string& out);

/// Fill everything but the identifying fields of `state`, which stay as they are. Errors: CORRUPT_REGISTERS, and
/// UNSUPPORTED_REGISTERS for a newer version.
Result<void> decodeRegisters(std::string_view in, EntityState& state);
Result<void> decodeRegisters(std::string_view in, StepState& state);
Result<void> decodeRegisters(std::string_view in, RunState& state);
Result<void> decodeRegisters(std::string_view in, ArtifactState& state);
Result<void> decodeRegisters(std::string_view in, PropertyState& state);
Result<void> decodeRegisters(std::string_view in, StepHourState& state);
Result<void> decodeRegisters(std::string_view in, EntityChildren& children);

} // namespace binnacle::sqlite
