#pragma once

#include "backend/event/parser.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::test {

/// Builds batches for tests out of short lines. Every line becomes the JSON that a sender would send, and goes through
/// the real parser.
///
///     auto batch = EventBatchBuilder()
///         .faber("org/proj/type/id created")
///         .faber("org/proj/type/id step.completed build @2026-01-10T12:30:00Z dur=1200")
///         .build();
///
/// A line without a time gets the next second after the one before, from 2026-01-10T12:00:00Z on. A line without
/// `event=` gets an id made from the line and its time: the same line at the same time is a duplicate.
/// A value with spaces is quoted: error="no such table". A line that the parser refuses ends the test program with a
/// message, except from json().
class EventBatchBuilder {
public:
    explicit EventBatchBuilder(ParseOptions options = {});

    /// "ORG/PROJECT/TYPE/ID VERB [STEP] [@TIME] [name=value...]", where VERB is created, step.started,
    /// step.in_progress, step.completed, step.failed, status.changed, workflow.completed or archived, and STEP
    /// belongs to the step verbs. Names: event, dur, retry, retry_reason, action, stype, phase, exec, outcome, error,
    /// progress, workflow, run, work, host, session, version (of the sender's program), status and before (of the
    /// snapshot), summary=COMPLETED/FAILED/IN_PROGRESS/PENDING, wstatus (of the workflow_summary), wdur, reason
    /// (of archiving), prop.NAME, artifact=TYPE:PATH.
    EventBatchBuilder& faber(std::string_view line);

    /// "RUN VERB [STEP[:TARGET]] [@TIME] [name=value...]", where VERB is an event_type of the dialect. Names: event,
    /// org, project, env, work, action, phase, status, dur, artifact=TYPE:PATH, upstream, downstream.
    EventBatchBuilder& workflow(std::string_view line);

    /// "CLOUD EVENTTYPE [ORDERID] [@TIME] [name=value...]": org, project, event, depends; all others go into the
    /// payload.
    EventBatchBuilder& helios(std::string_view line);

    /// "SOURCE TYPE [SUBJECT] [@TIME] [name=value...]": event, data.NAME; all others are extension attributes.
    EventBatchBuilder& cloudEvent(std::string_view line);

    /// Any text, good or bad, as one item.
    EventBatchBuilder& json(std::string_view text, std::optional<Dialect> dialect = std::nullopt);

    /// The JSON of the lines so far, in their order, for tests that send bytes.
    const std::vector<std::string>& texts() const { return m_texts; }
    /// The same as NDJSON.
    std::string ndjson() const;

    /// The lines so far as a batch; the builder is empty then, and its clock goes on.
    std::unique_ptr<EventBatch> build();

private:
    EventBatchBuilder& add(std::string text, Dialect dialect);

    struct Line;

    ItemParser m_parser;
    std::unique_ptr<EventBatch> m_batch;
    std::vector<std::string> m_texts;
    Timestamp m_next;
};

/// One line through EventBatchBuilder::faber().
std::unique_ptr<EventBatch> faberBatch(std::string_view line);

} // namespace binnacle::test
