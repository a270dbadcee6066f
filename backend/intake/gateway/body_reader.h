#pragma once

#include "backend/core/clock.h"
#include "backend/event/event_batch.h"
#include "backend/event/parser.h"
#include "backend/intake/gateway/http_types.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace binnacle::http {

/// A request's body as a batch, or the answer that refuses it as a whole.
struct ReadBody {
    std::unique_ptr<EventBatch> batch;
    bool isSingle = false; ///< One object: the answer is about that event alone.
    std::optional<Answer> refusal;
};

/// Turns bodies into batches. Keeps the parser's memory between requests; one thread.
class BodyReader {
public:
    /// `options` is asked before each body.
    BodyReader(std::function<ParseOptions()> options, const Clock& clock);

    /// `origin` is kept with what is refused, for example "http 127.0.0.1:51234".
    ReadBody read(const RequestHead& head, Endpoint endpoint, std::string body, std::string origin);

private:
    void readBinaryCloudEvent(const RequestHead& head, std::string body, EventBatch& batch);

    const std::function<ParseOptions()> m_options;
    ItemParser m_parser;
    const Clock& m_clock;
};

} // namespace binnacle::http
