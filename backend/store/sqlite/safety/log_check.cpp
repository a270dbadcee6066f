#include "backend/store/sqlite/safety/log_check.h"

#include "backend/store/log/payload_columns.h"
#include "backend/store/sqlite/event_block.h"
#include "backend/store/sqlite/log_damage.h"
#include "backend/store/sqlite/log_segment.h"

namespace binnacle::sqlite {

namespace {

/// Past this many, a list of single findings says no more.
constexpr std::size_t mostListed = 20;

/// The row's events, when everything in it can be read.
Result<EventBlock> unpack(const LogRow& row)
{
    if (!row.isBlock) {
        RawBlock events;
        if (auto done = decodeTailRow(row.first, row.count, row.facts, events); !done)
            return done.error();
        return EventBlock(row.first, std::move(events));
    }
    auto facts = FactColumns::unpack(row.facts, static_cast<std::size_t>(row.count));
    if (!facts)
        return facts.error();
    // The frame has a checksum: what can be unpacked is what was packed.
    if (auto payloads = PayloadColumns::unpack(row.payloads, *facts); !payloads)
        return payloads.error();
    return EventBlock(row.first, std::move(*facts));
}

Result<void> add(const EventBlock& events, LogSums& sums, IdentityCheck& identities)
{
    for (std::size_t i = 0; i < events.count(); ++i) {
        auto event = events.event(i);
        if (!event)
            return event.error();
        ++sums.events;
        sums.ofEntities += event->entityId.empty() ? 0 : 1;
        identities.add(events.firstSeq() + static_cast<Seq>(i), identityOf(*event).low);
    }
    return {};
}

} // namespace

Result<LogReport> checkLog(Connection& connection, const SafetyWatch& watch, IdentityCheck& identities)
{
    LogReport report;
    LogAudit audit(connection, watch);
    auto proof = audit.run([&](const LogRow& row) -> Result<void> {
        auto events = unpack(row);
        auto done = events ? add(*events, report.sums, identities) : Result<void>(events.error());
        if (!done)
            addRange(report.unreadable, row.events());
        return {};
    });
    if (!proof)
        return proof.error();
    report.proof = std::move(*proof);
    return report;
}

void addFindings(const LogReport& report, std::vector<StoreFinding>& findings)
{
    for (const LogBreak& each : report.proof.breaks)
        findings.push_back({ "log", each.message, { each.events } });
    if (report.proof.moreBreaks > 0)
        findings.push_back({ "log",
            "The chain of the log breaks at " + std::to_string(report.proof.moreBreaks) + " more places.", {} });
    std::size_t listed = 0;
    for (const SeqRange& events : report.unreadable) {
        if (listed++ < mostListed)
            findings.push_back({ "log", "The " + nameOf(events) + " cannot be read.", { events } });
    }
    if (listed > mostListed)
        findings.push_back(
            { "log", "At " + std::to_string(listed - mostListed) + " more places events cannot be read.", {} });
}

} // namespace binnacle::sqlite
