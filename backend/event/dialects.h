#pragma once

#include "backend/event/json_reader.h"

#include <optional>
#include <string_view>

namespace binnacle {

/// Each fills `event` from the JSON object `root`, or makes `reader` refuse. `event.dialect` and `event.payload` are
/// set by the caller.
void parseFaber(const json::Object& root, json::ItemReader& reader, Event& event);
void parseWorkflow(const json::Object& root, json::ItemReader& reader, Event& event);
void parseHelios(const json::Object& root, json::ItemReader& reader, Event& event);
void parseCloudEvent(const json::Object& root, json::ItemReader& reader, Event& event);

/// The dialect whose marks `root` carries; nullopt where it carries none.
std::optional<Dialect> recogniseDialect(const json::Object& root);

/// True for "workflow_start" and the other event types of that dialect.
bool isWorkflowEventType(std::string_view type);

/// A sender's word for a status: ours, or a usual other name ("running", "done", "error", "queued"). Case does not
/// matter; nullopt for a word that is unknown here.
std::optional<EntityStatus> statusFromWord(std::string_view word);

/// How a step ended by its sender's word: failed, skipped, and by any other word completed. Case does not matter.
ExecutionStatus endFromWord(std::string_view word);

/// `type` without a version as its last part: "order.shipped.v2" is "order.shipped".
std::string_view withoutVersion(std::string_view type);

/// What the last word of a business event's type ("PaymentDeclined", "OrderPlacedEvent", "order.shipped.v2") says
/// about its entity.
struct TypeVerdict {
    bool failed = false;
    EntityStatus status = EntityStatus::InProgress;
};
TypeVerdict verdictOfType(std::string_view type);

/// What went wrong in a step: `error_message` and `error_code`, else `error`, a text or {code, message}.
void readError(const json::Field& message, const json::Field& code, const json::Field& error, json::ItemReader& reader,
    StepFacts& facts);

/// Sets `event.assertedStatus` from a sender's word, and `statusText` where the word is not one of ours.
void assertStatus(Event& event, std::string_view word, json::ItemReader& reader);

} // namespace binnacle
