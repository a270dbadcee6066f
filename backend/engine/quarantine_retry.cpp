#include "backend/engine/quarantine_retry.h"

#include "backend/event/xes/xes_reader.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace binnacle {

namespace {

// Of one transaction.
constexpr std::size_t chunkSize = 256;
constexpr std::size_t chunkBytes = 4 * 1024 * 1024;

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

/// The dialects that the open ones of `ids` were received in; nullopt where it could not be told. A reader gives pages
/// of quarantine, newest first, so the walk goes down to the oldest that is wanted.
Result<std::unordered_map<std::int64_t, std::optional<Dialect>>> openItems(
    StoreReader& reader, std::span<const std::int64_t> ids)
{
    const std::unordered_set<std::int64_t> wanted(ids.begin(), ids.end());
    std::unordered_map<std::int64_t, std::optional<Dialect>> found;
    const std::int64_t oldest = ids.empty() ? 0 : *std::min_element(ids.begin(), ids.end());
    PageRequest request;
    request.limit = 1000;
    do {
        auto page = reader.quarantine("open", request);
        if (!page)
            return page.error();
        for (const QuarantineRow& row : page->items) {
            if (wanted.contains(row.id))
                found.emplace(row.id, dialectFromString(row.dialect));
        }
        request.cursor = page->items.empty() || page->items.back().id <= oldest ? std::string() : page->nextCursor;
    } while (!request.cursor.empty() && found.size() < wanted.size());
    return found;
}

/// Reads `text` in the dialect it was received in. Where it is no event there, its own marks count: it may have
/// been sent to the wrong address, or a correction has made another event of it.
void parseText(std::string_view text, std::optional<Dialect> received, ItemParser& parser, EventBatch& batch)
{
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '<')
        return parseXesItem(text, parser.options(), batch);
    const std::string_view kept = batch.adopt(std::string(text));
    if (received && *received != Dialect::Xes) {
        parser.parse(kept, 0, received, batch);
        if (batch.items.back().event())
            return;
        ParsedItem refused = std::move(batch.items.back());
        batch.items.pop_back();
        parser.parse(kept, 0, std::nullopt, batch);
        if (!batch.items.back().event())
            batch.items.back() = std::move(refused);
        return;
    }
    parser.parse(kept, 0, std::nullopt, batch);
}

void refuse(RetrySummary& summary, std::int64_t id, const std::string& why)
{
    ++summary.stillRefused;
    summary.messages.push_back("Item " + std::to_string(id) + ": " + why);
}

void parseInto(Chunk& chunk, std::int64_t id, std::string_view text, std::optional<Dialect> received,
    ItemParser& parser, RetrySummary& summary)
{
    const std::size_t before = chunk.batch.items.size();
    parseText(text, received, parser, chunk.batch);
    if (const std::size_t count = chunk.batch.items.size() - before; count != 1) {
        refuse(summary, id,
            "It holds " + std::to_string(count) + " events; an item is retried as one. Import it as a file instead.");
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
    auto open = openItems(**reader, ids);
    if (!open)
        return open.error();
    ItemParser parser(context.parse);
    RetrySummary summary;
    for (std::size_t next = 0; next < ids.size();) {
        Chunk chunk;
        chunk.batch.origin = "quarantine";
        for (std::size_t tried = 0; next < ids.size() && tried < chunkSize && chunk.batch.byteSize() < chunkBytes;
             ++tried) {
            const std::int64_t id = ids[next++];
            auto stored = (*reader)->quarantineItem(id);
            // Taking it out keeps an id that was named twice from being tried twice.
            const auto item = open->extract(id);
            if (!stored)
                refuse(summary, id, stored.error().message);
            else if (!item)
                refuse(summary, id, "It was already retried or discarded.");
            else if (!replacement && stored->size() > maxEventBytes)
                refuse(summary, id, "It is larger than an event may be (1 MiB).");
            else
                parseInto(chunk, id, replacement ? *replacement : *stored, item.mapped(), parser, summary);
        }
        if (auto done = appendAndMark(context, chunk, summary); !done)
            return done.error();
    }
    return summary;
}

} // namespace binnacle
