#include "backend/store/sqlite/safety/log_audit.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/log_chain.h"
#include "backend/store/sqlite/log_damage.h"
#include "backend/store/sqlite/log_reader.h"
#include "backend/store/sqlite/log_segment.h"

#include <algorithm>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Blocks that are read in one transaction: some megabytes.
constexpr int blocksATransaction = 64;

/// Past this many, a list of breaks says no more.
constexpr std::size_t mostListed = 20;

/// Numbers above this one come of damage, and could not be counted on from.
constexpr Seq largestSeq = Seq{ 1 } << 62;

std::string hexOf(std::string_view bytes)
{
    std::string hex;
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        hex += { "0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15] };
    }
    return hex;
}

std::string sentenceOf(LogBreak::Kind kind, const SeqRange& events)
{
    const std::string name =
        events.last == endOfLog ? "events from " + std::to_string(events.first) + " on" : nameOf(events);
    const bool isOne = events.first == events.last;
    const std::string verb = isOne ? " is" : " are";
    switch (kind) {
    case LogBreak::Kind::Changed:
        return "The " + name + verb + " not what was written at this place: " + (isOne ? "it was" : "they were")
            + " changed, or something else stands there.";
    case LogBreak::Kind::Missing:
        return "The " + name + verb + " missing.";
    case LogBreak::Kind::Repeated:
        return "The " + name + verb + " there more than once.";
    case LogBreak::Kind::Unreadable:
        return "The file is damaged where the " + name + verb + ".";
    }
    return {};
}

/// Hash of a head whose newest events are in no block: the link that a row with all of them would have.
Result<std::string> looseLink(const std::string& before, Seq first, const RawBlock& events)
{
    return chainLink(
        before, first, static_cast<std::int64_t>(events.count()), { encodeSegment(events, 0, events.count()) });
}

} // namespace

LogAudit::LogAudit(Connection& connection, const SafetyWatch& watch)
    : m_connection(connection)
    , m_watch(watch)
    , m_lastLink(chainStart())
{
    m_blockEnd.link = chainStart();
    m_tailEnd.link = chainStart();
}

void LogAudit::lookFor(const LogHead& noted)
{
    m_noted = noted;
    m_notedLoose = { noted.seq - noted.loose + 1, noted.seq };
    if (m_notedLoose.first == 1)
        m_notedLink = chainStart();
}

Result<LogProof> LogAudit::run(Visit visit)
{
    m_visit = std::move(visit);
    if (auto done = prepare(); !done)
        return done.error();
    for (bool isAtEnd = false; !isAtEnd;) {
        m_watch.report("Reading the log", m_next - 1, std::max(m_total, m_next - 1));
        if (m_watch.cancel.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", "Cancelled; the log was not read to its end.");
        auto read = readSome();
        if (read)
            isAtEnd = *read;
        else if (read.error().kind != ErrorKind::Corrupt)
            return read.error();
        else if (auto done = goAround(); !done)
            return done.error();
    }
    if (auto done = finish(); !done)
        return done.error();
    return std::move(m_proof);
}

Result<void> LogAudit::prepare()
{
    // Only for the progress.
    if (auto last = LogReader(m_connection).lastSeq())
        m_total = *last;
    return m_connection.prepareAll({
        { &m_nextBlock,
            "SELECT first_seq,count,facts,payloads,hash,tail_hash FROM block WHERE first_seq>=? ORDER BY first_seq "
            "LIMIT 1" },
        { &m_tail,
            "SELECT first_seq,count,events,hash FROM tail WHERE first_seq>=? AND first_seq<=? ORDER BY first_seq" },
    });
}

/// True: that was the rest.
Result<bool> LogAudit::readSome()
{
    auto transaction = Transaction::begin(m_connection, Transaction::Kind::Read);
    if (!transaction)
        return transaction.error();
    for (int i = 0; i < blocksATransaction; ++i) {
        m_nextBlock.bindInt(1, m_from);
        auto row = m_blocksAreDone ? Result<bool>(false) : m_nextBlock.step();
        if (!row)
            return row.error();
        if (!*row) {
            // The blocks end where the tail begins only as of one moment: this transaction's.
            auto done = readTail(endOfLog);
            return done ? Result<bool>(true) : done.error();
        }
        if (m_nextBlock.columnInt(0) < m_from)
            return outOfOrder();
        if (auto done = takeBlock(); !done)
            return done.error();
        m_nextBlock.reset();
    }
    return false;
}

/// SQLite cannot read the next block: goes on with the first behind it that can be got at.
Result<void> LogAudit::goAround()
{
    auto next = nextBlockFrom(m_connection, m_from);
    if (!next)
        return next.error();
    m_gapIsDamage = true;
    // Of a block that can be found, the content may still not be readable; then we come here again.
    if (!*next)
        m_blocksAreDone = true;
    else
        m_from = **next > m_from ? **next : m_from + 1;
    return {};
}

/// Rows of the tail up to the event `last`.
Result<void> LogAudit::readTail(Seq last)
{
    m_tail.bindInt(1, m_next);
    m_tail.bindInt(2, last);
    for (;;) {
        auto row = m_tail.step();
        if (!row && row.error().kind == ErrorKind::Corrupt) {
            m_gapIsDamage = true;
            return {};
        }
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (auto done = takeTailRow(); !done)
            return done;
    }
    m_tail.reset();
    return {};
}

Result<void> LogAudit::takeBlock()
{
    const LogRow row{ std::min(m_nextBlock.columnInt(0), largestSeq), m_nextBlock.columnInt(1), true,
        m_nextBlock.columnBlob(2), m_nextBlock.columnBlob(3) };
    const std::string_view link = m_nextBlock.columnBlob(4);
    const std::string_view tailHash = m_nextBlock.columnBlob(5);
    m_from = row.first + 1;
    m_blocksAreDone = row.first == largestSeq;
    // A row of the tail that was damaged when the writer came to it stays where it is.
    if (row.first > m_next) {
        if (auto done = readTail(row.first - 1); !done)
            return done;
    }
    place(row.events());
    if (auto done = follow(row, tailHash, link, m_blockEnd); !done)
        return done;
    m_tailEnd = tailHash.empty() ? m_blockEnd : End{ true, std::string(tailHash), {} };
    ++m_proof.blocks;
    m_lastLink = link;
    m_loose = RawBlock();
    if (row.events().last == m_notedLoose.first - 1)
        m_notedLink = link;
    if (auto done = keepForHeads(row); !done)
        return done;
    return m_visit ? m_visit(row) : Result<void>();
}

Result<void> LogAudit::takeTailRow()
{
    const LogRow row{ std::min(m_tail.columnInt(0), largestSeq), m_tail.columnInt(1), false, m_tail.columnBlob(2), {} };
    place(row.events());
    if (auto done = follow(row, {}, m_tail.columnBlob(3), m_tailEnd); !done)
        return done;
    // One that is damaged has no head to be part of.
    (void)readRow(row, row.events(), m_loose);
    if (auto done = keepForHeads(row); !done)
        return done;
    return m_visit ? m_visit(row) : Result<void>();
}

/// Checks that the row with `link` follows `end`, and makes it the new end.
Result<void> LogAudit::follow(const LogRow& row, std::string_view tailHash, std::string_view link, End& end)
{
    const auto linkFrom = [&](const std::string& before) {
        return row.isBlock ? chainLink(before, row.first, row.count, { row.facts, row.payloads, tailHash })
                           : chainLink(before, row.first, row.count, { row.facts });
    };
    auto computed = linkFrom(end.link);
    if (!computed)
        return computed.error();
    bool follows = !end.isKnown || *computed == link;
    if (!follows && !end.otherwise.empty()) {
        // The row before was damaged in its link alone.
        auto other = linkFrom(end.otherwise);
        if (!other)
            return other.error();
        follows = *other == link;
    }
    if (!follows)
        report(LogBreak::Kind::Changed, row.events());
    else if (m_repeated)
        report(LogBreak::Kind::Repeated, *m_repeated);
    m_lastIsBroken = !follows;
    // What follows is judged by what stands here, so that one break is not followed by thousands.
    end = { true, std::string(link), follows ? std::string() : std::move(*computed) };
    return {};
}

/// Says where the next row does not begin where the one before it ended. Before it is known whether it follows that
/// one.
void LogAudit::place(const SeqRange& events)
{
    m_repeated.reset();
    if (events.first > m_next) {
        const SeqRange gap{ m_next, events.first - 1 };
        if (m_lastIsBroken && m_proof.moreBreaks == 0) {
            m_proof.breaks.back().events.last = gap.last;
        } else {
            report(m_gapIsDamage ? LogBreak::Kind::Unreadable : LogBreak::Kind::Missing, gap);
            // What the gap held is not known, so whether this row follows it cannot be either.
            m_blockEnd.isKnown = false;
            m_tailEnd.isKnown = false;
        }
    } else if (events.first < m_next && !m_lastIsBroken) {
        m_repeated = { events.first, std::min(events.last, m_next - 1) };
    }
    m_gapIsDamage = false;
    m_next = events.last + 1;
    m_proof.events += events.count();
}

void LogAudit::report(LogBreak::Kind kind, const SeqRange& events)
{
    if (m_proof.breaks.size() < mostListed)
        m_proof.breaks.push_back({ kind, events, {} });
    else
        ++m_proof.moreBreaks;
}

Result<void> LogAudit::keepForHeads(const LogRow& row)
{
    const SeqRange events = row.events();
    if (!m_noted || events.last < m_notedLoose.first || events.first > m_notedLoose.last)
        return {};
    auto read = readRow(row, m_notedLoose, m_notedEvents);
    return read || read.error().kind == ErrorKind::Corrupt ? Result<void>() : read;
}

bool LogAudit::isBrokenUpTo(Seq seq) const
{
    return !m_proof.breaks.empty() && m_proof.breaks.front().events.first <= seq;
}

Result<void> LogAudit::finish()
{
    if (m_gapIsDamage)
        report(LogBreak::Kind::Unreadable, { m_next, endOfLog });
    for (LogBreak& each : m_proof.breaks)
        each.message = sentenceOf(each.kind, each.events);
    m_proof.lastSeq = m_next - 1;
    const auto loose = static_cast<std::int64_t>(m_loose.count());
    if (m_proof.isWhole()) {
        auto link =
            loose == 0 ? Result<std::string>(m_lastLink) : looseLink(m_lastLink, m_proof.lastSeq - loose + 1, m_loose);
        if (!link)
            return link.error();
        m_proof.head = LogHead{ m_proof.lastSeq, loose, hexOf(*link) };
    }
    if (!m_noted)
        return {};
    const bool isThere = !m_notedLink.empty() && static_cast<std::int64_t>(m_notedEvents.count()) == m_noted->loose;
    if (!isThere || isBrokenUpTo(m_noted->seq)) {
        m_proof.holdsNoted = false;
        return {};
    }
    auto link = m_noted->loose == 0 ? Result<std::string>(m_notedLink)
                                    : looseLink(m_notedLink, m_notedLoose.first, m_notedEvents);
    if (!link)
        return link.error();
    m_proof.holdsNoted = hexOf(*link) == m_noted->hash;
    return {};
}

} // namespace binnacle::sqlite
