#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/demo_post.h"
#include "app/cli/interrupt.h"
#include "app/cli/text.h"

#include "backend/core/clock.h"
#include "backend/intake/demo/demo_generator.h"

#include <fmt/format.h>
#include <fstream>

namespace binnacle::cli {

namespace {

struct DemoArguments {
    std::int64_t seed = 42;
    std::int64_t events = 40'000;
    std::int64_t entities = 0;
    double rate = 0;
    double hours = 24;
    std::string end;
    std::string faults = "all";
    std::string ids = "time";
    std::string dialects;
    std::string out = "-";
    std::string url;
    std::string truth;
};

Error usage(std::string message, std::string remedy = {})
{
    return Error::make(ErrorKind::InvalidInput, "INVALID_OPTION", std::move(message), std::move(remedy));
}

Result<std::set<demo::Fault>> readFaults(const std::string& text)
{
    if (text == "all")
        return std::set<demo::Fault>(demo::allFaults().begin(), demo::allFaults().end());
    std::set<demo::Fault> faults;
    if (text == "none" || text.empty())
        return faults;
    for (const std::string& word : wordsOf(text)) {
        const auto fault = demo::faultFromString(word);
        if (!fault) {
            std::string known = "all, none";
            for (const demo::Fault one : demo::allFaults())
                known += fmt::format(", {}", demo::toString(one));
            return usage(fmt::format("There is no fault named \"{}\".", word), "Known are: " + known + ".");
        }
        faults.insert(*fault);
    }
    return faults;
}

/// The simulated time can be counted and written.
bool isPossible(const demo::Options& options)
{
    constexpr double least = 0.001;
    constexpr double most = 100 * 366 * 86'400.0;
    constexpr double yearOne = -62'135'596'800.0;
    return options.spanSeconds >= least && options.spanSeconds <= most
        && static_cast<double>(options.end.micros) / 1e6 - options.spanSeconds > yearOne;
}

Result<demo::Options> readOptions(const DemoArguments& arguments)
{
    demo::Options options;
    // Written so that what is no number is refused, too.
    if (arguments.events < 1 || !(arguments.rate >= 0) || !(arguments.hours > 0) || arguments.entities < 0)
        return usage("--events and --hours must be more than 0, --rate and --entities not less.");
    if (!arguments.url.empty() && arguments.out != "-")
        return usage("--out and --to exclude each other.", "Send the file afterwards: binnacle ingest FILE.");
    options.seed = static_cast<std::uint64_t>(arguments.seed);
    options.events = arguments.events;
    options.entities = arguments.entities;
    if (arguments.ids != "time" && arguments.ids != "random")
        return usage("--ids is time or random.");
    options.randomIds = arguments.ids == "random";
    options.spanSeconds =
        arguments.rate > 0 ? static_cast<double>(arguments.events) / arguments.rate : arguments.hours * 3600;
    options.end = Clock::system().now();
    if (!arguments.end.empty()) {
        const Result<Timestamp> end = parseTimestamp(arguments.end);
        if (!end)
            return usage("--end: " + end.error().message);
        options.end = *end;
    } else if (!arguments.url.empty() && arguments.rate > 0 && isPossible(options)) {
        // Sent as it happens: the span begins now.
        options.end = options.end.plusMicros(static_cast<std::int64_t>(options.spanSeconds * 1e6));
        options.beginsOnTime = true;
    }
    if (!isPossible(options))
        return usage("The events would cover less than a millisecond, more than 100 years, or begin before the year 1.",
            "Change --hours, --rate, --events or --end.");
    if (!arguments.dialects.empty()) {
        options.faber = options.workflows = options.orders = false;
        for (const std::string& dialect : wordsOf(arguments.dialects)) {
            if (dialect == "faber")
                options.faber = true;
            else if (dialect == "workflow")
                options.workflows = true;
            else if (dialect == "helios")
                options.orders = true;
            else
                return usage(
                    fmt::format("The demo has no dialect \"{}\".", dialect), "Known are: faber, workflow, helios.");
        }
    }
    Result<std::set<demo::Fault>> faults = readFaults(arguments.faults);
    if (!faults)
        return faults.error();
    options.faults = std::move(*faults);
    return options;
}

/// Gives the next line until it is told to stop.
class LineSource {
public:
    LineSource(demo::Generator& generator, Context& context)
        : m_generator(generator)
        , m_context(context)
    {
    }

    std::optional<demo::Line> next()
    {
        if ((++m_count & 0x3FFF) == 0 && m_context.out.showsProgress())
            m_context.out.progress(fmt::format("{} lines", m_count));
        return m_generator.next();
    }

private:
    demo::Generator& m_generator;
    Context& m_context;
    std::int64_t m_count = 0;
};

void writeToOutput(const Output& out, LineSource& lines, const CancelToken& cancel)
{
    while (!cancel.isCancelled()) {
        std::optional<demo::Line> line = lines.next();
        if (!line || !out.raw(line->json += '\n'))
            break;
    }
}

Result<void> writeFile(const std::string& path, LineSource& lines, const CancelToken& cancel)
{
    std::ofstream file(path, std::ios::binary);
    if (!file)
        return Error::make(ErrorKind::Unavailable, "CANNOT_WRITE", fmt::format("{} cannot be written.", path),
            "Check that the folder is there and that you may write to it.");
    while (file && !cancel.isCancelled()) {
        const std::optional<demo::Line> line = lines.next();
        if (!line)
            break;
        file << line->json << '\n';
    }
    file.close();
    if (!file)
        return Error::make(ErrorKind::Unavailable, "CANNOT_WRITE",
            fmt::format("Writing {} failed before the end.", path), "Check the free space of the disk.");
    return {};
}

Error cannotWriteTruth(const std::string& path)
{
    return Error::make(ErrorKind::Unavailable, "CANNOT_WRITE",
        fmt::format("The truth file {} cannot be written.", path),
        "Check that the folder is there and that you may write to it.");
}

int run(Context& context, const DemoArguments& arguments)
{
    const Result<demo::Options> options = readOptions(arguments);
    if (!options)
        return context.out.fail(options.error());
    std::ofstream truth;
    if (!arguments.truth.empty()) {
        truth.open(arguments.truth, std::ios::binary);
        if (!truth)
            return context.out.fail(cannotWriteTruth(arguments.truth));
    }
    demo::Generator generator(*options);
    LineSource lines(generator, context);
    const InterruptGuard interrupt;
    Result<void> done;
    if (arguments.url.empty() && arguments.out == "-") {
        writeToOutput(context.out, lines, interrupt.token());
    } else if (arguments.url.empty()) {
        done = writeFile(arguments.out, lines, interrupt.token());
    } else {
        const auto sent = postLines(
            arguments.url, [&] { return lines.next(); }, arguments.rate > 0, interrupt.token(),
            [&](const std::string& text) { context.out.progress(text); });
        if (sent)
            context.out.object(*sent);
        else
            done = sent.error();
    }
    context.out.progress({});
    if (!done)
        return context.out.fail(done.error());
    if (truth.is_open()) {
        truth << demo::toJson(generator.truth());
        if (!truth.flush())
            return context.out.fail(cannotWriteTruth(arguments.truth));
    }
    return interrupt.interrupted() ? exitPartial : exitDone;
}

} // namespace

void addDemoCommand(Command& root)
{
    auto arguments = std::make_shared<DemoArguments>();
    Command demo = root.add("demo", "Make events of a believable company, with faults planted on purpose");
    demo.option("--seed", arguments->seed, "The same seed, --end and options give the same bytes (42)");
    demo.option("--events", arguments->events, "Lines to make (40000)");
    demo.option("--entities", arguments->entities, "About how many FABER entities they are about");
    demo.option(
        "--rate", arguments->rate, "Events a second of the company's time; with --to they are sent at this rate");
    demo.option("--hours", arguments->hours, "Without --rate: about the hours that the events cover (24)");
    demo.option("--end", arguments->end, "When the last event is sent, RFC 3339 (now)");
    demo.option("--faults", arguments->faults, "all, none, or a list such as failing-step,missing-leg");
    demo.option("--ids", arguments->ids, "Event ids of FABER events begin with the time, or are random (time)");
    demo.option("--dialect", arguments->dialects, "Only these, with commas between: faber, workflow, helios");
    demo.option("--out", arguments->out, "File for the lines (standard output)");
    demo.option("--to", arguments->url, "Send the lines to a Binnacle instead, for example http://127.0.0.1:7474");
    demo.option("--truth", arguments->truth, "File for what is true about the lines (counts, planted faults)");
    demo.run([arguments](Context& context) { return run(context, *arguments); });
}

} // namespace binnacle::cli
