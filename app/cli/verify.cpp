#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/records.h"
#include "app/cli/text.h"
#include "app/cli/watched_act.h"
#include "app/composition.h"
#include "backend/store/store_safety.h"

#include <memory>

namespace binnacle::cli {

namespace {

Value breaksOf(const LogProof& proof)
{
    List list;
    for (const LogBreak& each : proof.breaks) {
        Record record = std::get<Record>(listOf({ each.events }).front().content());
        record.push_back({ "kind", toString(each.kind) });
        record.push_back({ "message", each.message });
        list.emplace_back(std::move(record));
    }
    return list;
}

void writeForPeople(const Output& out, const LogProof& proof)
{
    if (proof.isWhole()) {
        out.line(
            "The log is whole: " + formatCount(proof.events) + " events, each block and row behind the one before it.");
        out.line("Its head, to be kept elsewhere: " + toString(*proof.head));
    } else {
        out.line("The log is not what was written. It first breaks here:");
        out.line(proof.breaks.front().message);
        for (std::size_t i = 1; i < proof.breaks.size(); ++i)
            out.line(proof.breaks[i].message);
        if (proof.moreBreaks > 0)
            out.line("And at " + formatCount(proof.moreBreaks) + " more places.");
    }
    if (proof.holdsNoted)
        out.line(*proof.holdsNoted ? "It contains everything that the noted head covers."
                                   : "It does NOT contain what it did when that head was noted: events up to it were "
                                     "changed, removed or moved, or the head is of another store.");
}

int run(Context& context, const std::string& head)
{
    std::optional<LogHead> noted;
    if (!head.empty()) {
        auto read = logHeadFromString(head);
        if (!read)
            return context.out.fail(read.error());
        noted = std::move(*read);
    }
    WatchedAct act(context.out);
    auto safety = openSafety(context.storeLocation());
    if (!safety)
        return context.out.fail(safety.error());
    const auto proof = act.run([&](const SafetyWatch& watch) { return (*safety)->verify(noted, watch); });
    if (!proof)
        return context.out.fail(proof.error());
    const bool isGood = proof->isWhole() && proof->holdsNoted.value_or(true);
    if (context.out.isTable())
        writeForPeople(context.out, *proof);
    else
        context.out.object({ { "ok", isGood }, { "events", proof->events }, { "blocks", proof->blocks },
            { "last_seq", proof->lastSeq }, { "head", proof->head ? Value(toString(*proof->head)) : Value() },
            { "holds_noted_head", proof->holdsNoted }, { "breaks", breaksOf(*proof) },
            { "more_breaks", proof->moreBreaks }, { "duration_ms", act.millis() } });
    return isGood ? exitDone : exitFailed;
}

} // namespace

void addVerifyCommand(Command& root)
{
    const auto head = std::make_shared<std::string>();
    auto command = root.add("verify", "Prove that no event of the log was changed, removed or moved");
    command.option("--head", *head, "As it was printed earlier: prove that everything up to there is still there");
    command.footer("The head that it prints covers every event: keep it where nobody who can write the store can.\n"
                   "Works while others write. Exit code 1 where the log is broken.");
    command.run([head](Context& context) { return run(context, *head); });
}

} // namespace binnacle::cli
