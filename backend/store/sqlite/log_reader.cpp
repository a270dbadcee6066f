#include "backend/store/sqlite/log_reader.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/log_damage.h"
#include "backend/store/sqlite/log_segment.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {

/// Blocks that stay unpacked. The events of an entity are spread thinly, those of a page are neighbours.
constexpr std::size_t mostKept = 8;

Error notFound(Seq seq)
{
    return Error::make(ErrorKind::NotFound, "EVENT_NOT_FOUND", "There is no event " + std::to_string(seq) + ".",
        "List the events to see their numbers.");
}

/// `error` with the events that it costs.
Error named(Error error, const SeqRange& events)
{
    const std::string name =
        events.last == endOfLog ? "events from " + std::to_string(events.first) + " on" : nameOf(events);
    error.message = "The " + name + " cannot be read: " + error.message;
    return error;
}

/// Resets a statement that is read only in part.
class Reset {
public:
    explicit Reset(Statement& statement)
        : m_statement(statement)
    {
    }
    ~Reset() { m_statement.reset(); }
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

private:
    Statement& m_statement;
};

} // namespace

Result<void> LogReader::prepare()
{
    if (m_findBlock)
        return {};
    return m_connection.prepareAll({
        { &m_findBlock, "SELECT first_seq,count,facts FROM block WHERE first_seq<=? ORDER BY first_seq DESC LIMIT 1" },
        { &m_findPayloads, "SELECT payloads FROM block WHERE first_seq=?" },
        { &m_readTail, "SELECT first_seq,count,events FROM tail ORDER BY first_seq" },
        { &m_lastOfBlocks, "SELECT first_seq+count-1 FROM block ORDER BY first_seq DESC LIMIT 1" },
        { &m_lastOfTail, "SELECT first_seq+count-1 FROM tail ORDER BY first_seq DESC LIMIT 1" },
    });
}

Result<Seq> LogReader::lastSeq()
{
    if (auto done = prepare(); !done)
        return done.error();
    Seq lastSeq = 0;
    // A row of the tail that is damaged stays there while blocks go on behind it.
    for (Statement* last : { &m_lastOfTail, &m_lastOfBlocks }) {
        const Reset reset(*last);
        auto row = last->step();
        if (!row)
            return row.error();
        if (*row)
            lastSeq = std::max(lastSeq, last->columnInt(0));
    }
    return lastSeq;
}

Result<std::shared_ptr<const EventBlock>> LogReader::find(Seq seq)
{
    auto kept = keep(seq);
    if (!kept)
        return kept.error();
    return (*kept)->block;
}

Result<LogReader::Kept*> LogReader::keep(Seq seq)
{
    const auto at =
        std::find_if(m_kept.begin(), m_kept.end(), [seq](const Kept& kept) { return kept.block->holds(seq); });
    if (at != m_kept.end()) {
        m_kept.splice(m_kept.begin(), m_kept, at);
        return &m_kept.front();
    }
    m_unreadable.reset();
    if (auto done = prepare(); !done)
        return done.error();
    // The tail may become a block at any time: both are looked into as of one moment.
    std::optional<Transaction> view;
    if (m_connection.isAutocommit()) {
        auto begun = Transaction::begin(m_connection, Transaction::Kind::Read);
        if (!begun)
            return begun.error();
        view.emplace(std::move(*begun));
    }
    auto block = readBlock(seq);
    if (block && !*block)
        block = readTail(seq);
    if (!block && block.error().kind != ErrorKind::Corrupt)
        return block.error();
    if (!block || !*block)
        return missing(seq, block ? nullptr : &block.error());
    m_kept.push_front({ std::move(*block), std::nullopt });
    if (m_kept.size() > mostKept)
        m_kept.pop_back();
    return &m_kept.front();
}

/// What to say of an event that is in no row, or for which `error` came.
Error LogReader::missing(Seq seq, const Error* error)
{
    auto around = unreadableAround(m_connection, seq);
    if (!around)
        return around.error();
    if (seq >= 1)
        m_unreadable = *around;
    if (error == nullptr && (seq < 1 || around->last == endOfLog))
        return notFound(seq);
    return named(error != nullptr ? *error : corruption("They are missing from the log."), *around);
}

/// nullptr: no block holds it.
Result<std::shared_ptr<const EventBlock>> LogReader::readBlock(Seq seq)
{
    m_findBlock.bindInt(1, seq);
    const Reset reset(m_findBlock);
    auto row = m_findBlock.step();
    if (!row)
        return row.error();
    if (!*row)
        return std::shared_ptr<const EventBlock>();
    const Seq first = m_findBlock.columnInt(0);
    const std::int64_t count = m_findBlock.columnInt(1);
    if (first > seq)
        return outOfOrder();
    if (first < 1 || count <= 0 || seq - first >= count)
        return std::shared_ptr<const EventBlock>();
    auto facts = FactColumns::unpack(m_findBlock.columnBlob(2), static_cast<std::size_t>(count));
    if (!facts)
        return facts.error();
    return std::make_shared<const EventBlock>(first, std::move(*facts));
}

/// The rows of the tail that follow each other up to a damaged one or the end, and hold `seq`; nullptr: none does.
Result<std::shared_ptr<const EventBlock>> LogReader::readTail(Seq seq)
{
    const Reset reset(m_readTail);
    Seq first = 0;
    RawBlock events;
    for (;;) {
        auto row = m_readTail.step();
        if (!row)
            return row.error();
        const Seq at = *row ? m_readTail.columnInt(0) : 0;
        const std::int64_t count = *row ? m_readTail.columnInt(1) : 0;
        const Seq next = first + static_cast<Seq>(events.count());
        if (first != 0 && at != next) {
            if (!*row || seq < next)
                break;
            events = RawBlock();
            first = 0;
        }
        if (!*row)
            break;
        auto done = decodeTailRow(at, count, m_readTail.columnBlob(2), events);
        if (!done && seq >= at && seq - at < count)
            return done.error();
        if (done && first == 0)
            first = at;
    }
    if (first == 0 || seq < first || seq >= first + static_cast<Seq>(events.count()))
        return std::shared_ptr<const EventBlock>();
    return std::make_shared<const EventBlock>(first, std::move(events));
}

Result<std::string> LogReader::payload(Seq seq)
{
    auto found = keep(seq);
    if (!found)
        return found.error();
    Kept& kept = **found;
    const std::size_t index = kept.block->indexOf(seq);
    if (const RawBlock* raw = kept.block->raw())
        return std::string(raw->at(index).payload);
    if (!kept.payloads) {
        m_findPayloads.bindInt(1, kept.block->firstSeq());
        const Reset reset(m_findPayloads);
        auto row = m_findPayloads.step();
        if (!row)
            return row.error();
        const SeqRange events{ kept.block->firstSeq(), kept.block->lastSeq() };
        if (!*row)
            return corruption("The payloads of " + nameOf(events) + " are not in the store.");
        auto unpacked = PayloadColumns::unpack(m_findPayloads.columnBlob(0), *kept.block->columns());
        if (!unpacked)
            return named(unpacked.error(), events);
        kept.payloads = std::move(*unpacked);
    }
    std::string payload;
    if (auto done = kept.payloads->payload(index, payload); !done)
        return done.error();
    return payload;
}

Result<void> LogReader::walk(Seq from, Seq to, const Visit& visit, const Damage& damage)
{
    const bool isForward = from <= to;
    for (Seq next = from; isForward ? next <= to : next >= to;) {
        auto block = find(next);
        const std::shared_ptr<const EventBlock> held = block ? *block : nullptr;
        SeqRange events;
        if (held)
            events = { held->firstSeq(), held->lastSeq() };
        else if (damage && m_unreadable)
            events = *m_unreadable;
        else
            return block.error();
        // What was read from the tail and what is a block by now may overlap.
        const Seq first = isForward ? next : std::max(events.first, to);
        const Seq last = isForward ? std::min(events.last, to) : next;
        next = isForward ? last + 1 : first - 1;
        auto more = held ? visit(held, first, last) : damage({ first, last }, block.error());
        if (!more)
            return more.error();
        if (!*more)
            return {};
    }
    return {};
}

} // namespace binnacle::sqlite
