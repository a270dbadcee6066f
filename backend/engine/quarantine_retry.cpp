#include "backend/engine/quarantine_retry.h"

#include "backend/event/xes/xes_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace binnacle {

namespace {

constexpr std::size_t chunkSize = 256;

std::string describe(std::int64_t id, const Refusal& refusal)
{
    std::string text = "Item " + std::to_string(id) + ": " + refusal.message;
    if (!refusal.pointer.empty())
        text += " (" + refusal.pointer + ")";
    return text;
}

/// Items of one transaction and the quarantine ids they come from.
struct Chunk {
    EventBatch batch;
    std::vector<std::int64_t> ids;
};

void parseInto(Chunk& chunk, std::int64_t id, std::string text, ItemParser& parser, RetrySummary& summary)
{
    const std::size_t before = chunk.batch.items.size();
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && text[first] == '<')
        parseXesItem(text, parser.options(), chunk.batch);
    else
        parser.parse(chunk.batch.adopt(std::move(text)), 0, std::nullopt, chunk.batch);
    if (const std::size_t count = chunk.batch.items.size() - before; count != 1) {
        ++summary.stillRefused;
        summary.messages.push_back("Item " + std::to_string(id) + ": It holds " + std::to_string(count)
            + " events; an item is retried as one. Import it as a file instead.");
        chunk.batch.items.resize(before);
        return;
    }
    if (const Refusal* refusal = chunk.batch.items.back().refusal()) {
        ++summary.stillRefused;
        summary.messages.push_back(describe(id, *refusal));
        // Appending it would only put a second copy beside the one that is already kept.
        chunk.batch.items.pop_back();
        return;
    }
    chunk.ids.push_back(id);
}

Result<void> appendAndMark(RetryContext& context, Chunk& chunk, RetrySummary& summary)
{
    if (chunk.ids.empty())
        return {};
    AppendRequest request;
    request.batch = &chunk.batch;
    if (auto appended = context.append({ &request, 1 }); !appended)
        return appended.error();
    for (std::size_t i = 0; i < chunk.ids.size(); ++i) {
        const ItemOutcome& outcome = request.outcomes[i];
        std::string note;
        switch (outcome.kind) {
        case ItemOutcome::Kind::Accepted:
            ++summary.accepted;
            note = "accepted as " + std::to_string(outcome.seq);
            break;
        case ItemOutcome::Kind::Duplicate:
            ++summary.duplicate;
            note = "already stored as " + std::to_string(outcome.seq);
            break;
        case ItemOutcome::Kind::Rejected:
            ++summary.stillRefused;
            summary.messages.push_back(describe(chunk.ids[i], outcome.refusal));
            // The store has put it into quarantine anew, with the present reason.
            note = "refused again (" + outcome.refusal.code + "), now item " + std::to_string(outcome.quarantineId);
            break;
        }
        if (auto marked = context.store.markQuarantineRetried(chunk.ids[i], note); !marked)
            return marked.error();
    }
    return {};
}

} // namespace

Result<RetrySummary> retryQuarantinedItems(
    RetryContext& context, std::span<const std::int64_t> ids, const std::optional<std::string>& replacement)
{
    if (replacement && ids.size() != 1)
        return Error::make(ErrorKind::InvalidInput, "ONE_ITEM_EXPECTED", "A corrected text replaces exactly one item.");
    if (replacement && replacement->size() > maxEventBytes)
        return Error::make(ErrorKind::InvalidInput, "TOO_LARGE", "The corrected text is larger than 1 MiB.");
    auto reader = context.store.openReader();
    if (!reader)
        return reader.error();
    ItemParser parser(context.parse);
    RetrySummary summary;
    for (std::size_t start = 0; start < ids.size(); start += chunkSize) {
        Chunk chunk;
        chunk.batch.origin = "quarantine";
        for (const std::int64_t id : ids.subspan(start, std::min(chunkSize, ids.size() - start))) {
            auto stored = (*reader)->quarantineItem(id);
            if (!stored) {
                ++summary.stillRefused;
                summary.messages.push_back("Item " + std::to_string(id) + ": " + stored.error().message);
                continue;
            }
            parseInto(chunk, id, replacement ? *replacement : std::move(*stored), parser, summary);
        }
        if (auto done = appendAndMark(context, chunk, summary); !done)
            return done.error();
    }
    return summary;
}

} // namespace binnacle
