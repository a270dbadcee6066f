#include "app/cli/commands.h"
#include "app/cli/reading.h"
#include "app/cli/records.h"
#include "app/cli/waiting.h"
#include "app/composition.h"
#include "backend/engine/engine.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace binnacle::cli {

namespace {

struct Options {
    std::string status = "open";
    PageOptions page;
    std::vector<std::int64_t> ids;
    std::string replacement;
    bool assumeUtc = false;
    std::string reason;
};

int list(Context& context, const Options& options)
{
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    auto& reader = *opened->reader;
    const std::string status = options.status == "all" ? "" : options.status;
    const auto page = readPages<QuarantineRow>(
        options.page, [&](const PageRequest& request) { return reader.quarantine(status, request); });
    if (!page)
        return context.out.fail(page.error());
    auto tail = tailOf(options.page, *page);
    if (status == "open") {
        const auto info = reader.info();
        if (!info)
            return context.out.fail(info.error());
        tail.total = info->quarantineOpen;
    }
    context.out.list(quarantineColumns(), recordsOf(page->items), tail);
    if (page->items.empty())
        context.out.note("Nothing is in quarantine.");
    return exitDone;
}

int show(Context& context, const Options& options)
{
    auto opened = openForReading(context);
    if (!opened)
        return context.out.fail(opened.error());
    if (context.out.format() == Format::Json && options.ids.size() > 1)
        return context.out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE",
            "--format json is one document and shows one item.", "Name a single id, or use --format ndjson."));
    for (const auto id : options.ids) {
        const auto item = opened->reader->quarantineItem(id);
        if (!item)
            return context.out.fail(item.error());
        if (context.out.isTable())
            context.out.raw(*item + (item->ends_with('\n') ? "" : "\n"));
        else
            context.out.object({ { "id", id }, { "content", *item } });
    }
    return exitDone;
}

Result<std::unique_ptr<Engine>> openForActing(const Context& context)
{
    const auto settings = context.settings();
    if (!settings)
        return settings.error();
    // An act on what is not there must not make an empty store.
    if (auto readable = openStore(context.storeLocation(), StoreMode::Read); !readable)
        return readable.error();
    return openEngine(context.storeLocation(), StoreMode::Write, *settings);
}

Result<std::optional<std::string>> readReplacement(const Options& options)
{
    if (options.replacement.empty())
        return std::optional<std::string>();
    if (options.ids.size() != 1)
        return Error::make(ErrorKind::InvalidInput, "WRONG_USAGE", "--with replaces one item; name a single id.");
    std::ifstream file(options.replacement, std::ios::binary);
    // One byte more than an event may have: what is too large is refused, and need not be held.
    std::string text(maxEventBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (!file.is_open() || file.bad())
        return Error::make(ErrorKind::InvalidInput, "FILE_UNREADABLE",
            "The file " + options.replacement + " cannot be read: " + std::strerror(errno) + ".");
    return std::optional<std::string>(std::move(text));
}

int retry(Context& context, const Options& options)
{
    auto replacement = readReplacement(options);
    if (!replacement)
        return context.out.fail(replacement.error());
    const auto engine = openForActing(context);
    if (!engine)
        return context.out.fail(engine.error());
    const auto summary = await<RetrySummary>([&](auto done) {
        (*engine)->retryQuarantined(
            options.ids, RetryOptions{ std::move(*replacement), options.assumeUtc }, std::move(done));
    });
    if (!summary)
        return context.out.fail(summary.error());
    List messages(summary->messages.begin(), summary->messages.end());
    context.out.object({ { "accepted", summary->accepted }, { "duplicate", summary->duplicate },
        { "still_refused", summary->stillRefused }, { "messages", std::move(messages) } });
    return summary->stillRefused > 0 ? exitPartial : exitDone;
}

int discard(Context& context, const Options& options)
{
    if (options.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return context.out.fail(Error::make(ErrorKind::InvalidInput, "WRONG_USAGE", "--reason must say something.",
            "It is kept with the event, for whoever finds it later."));
    const auto engine = openForActing(context);
    if (!engine)
        return context.out.fail(engine.error());
    const auto discarded =
        await<void>([&](auto done) { (*engine)->discardQuarantined(options.ids, options.reason, std::move(done)); });
    if (!discarded)
        return context.out.fail(discarded.error());
    context.out.object(
        { { "discarded", static_cast<std::int64_t>(options.ids.size()) }, { "reason", options.reason } });
    return exitDone;
}

} // namespace

void addQuarantineCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto quarantine = root.add("quarantine", "Refused events, kept whole: list, show, retry, discard");
    auto listing = quarantine.add("list", "Refused events, newest first");
    listing.choice("--status", options->status, { "open", "retried", "discarded", "all" }, "Default: open");
    addPageOptions(listing, options->page);
    listing.run([options](Context& context) { return list(context, *options); });
    quarantine.add("show", "The event byte for byte")
        .list("id", options->ids, "Numbers from the list", true)
        .run([options](Context& context) { return show(context, *options); });
    quarantine.add("retry", "Read events again, after a fix")
        .list("id", options->ids, "Numbers from the list", true)
        .option("--with", options->replacement, "Read the text of this file instead (one id)")
        .flag("--assume-utc", options->assumeUtc, "Take times without an offset as UTC instead of refusing them")
        .run([options](Context& context) { return retry(context, *options); });
    quarantine.add("discard", "Close events that will never be right; they stay readable")
        .list("id", options->ids, "Numbers from the list", true)
        .option("--reason", options->reason, "Why; kept with the event", true)
        .run([options](Context& context) { return discard(context, *options); });
}

} // namespace binnacle::cli
