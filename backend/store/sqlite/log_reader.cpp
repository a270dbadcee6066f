#include "backend/store/sqlite/log_reader.h"

#include "backend/store/sqlite/corruption.h"
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

std::string nameOf(Seq firstSeq, std::int64_t count)
{
    return "events " + std::to_string(firstSeq) + " to " + std::to_string(firstSeq + count - 1);
}

/// `error` with the events that it costs.
Error named(Error error, Seq firstSeq, std::int64_t count)
{
    error.message = "The " + nameOf(firstSeq, count) + " cannot be read: " + error.message;
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
    for (Statement* last : { &m_lastOfTail, &m_lastOfBlocks }) {
        const Reset reset(*last);
        auto row = last->step();
        if (!row)
            return row.error();
        if (*row)
            return last->columnInt(0);
    }
    return Seq{ 0 };
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
    if (auto done = prepare(); !done)
        return done.error();
    auto block = readBlock(seq);
    if (!block)
        return block.error();
    if (!*block)
        block = readTail();
    if (!block)
        return block.error();
    if (!*block || !(*block)->holds(seq))
        return notFound(seq);
    m_kept.push_front({ std::move(*block), std::nullopt });
    if (m_kept.size() > mostKept)
        m_kept.pop_back();
    return &m_kept.front();
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
    if (count <= 0 || seq - first >= count)
        return std::shared_ptr<const EventBlock>();
    auto facts = FactColumns::unpack(m_findBlock.columnBlob(2), static_cast<std::size_t>(count));
    if (!facts)
        return named(facts.error(), first, count);
    return std::make_shared<const EventBlock>(first, std::move(*facts));
}

/// All that is in no block; nullptr: nothing.
Result<std::shared_ptr<const EventBlock>> LogReader::readTail()
{
    const Reset reset(m_readTail);
    Seq first = 0;
    RawBlock events;
    for (;;) {
        auto row = m_readTail.step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const Seq at = m_readTail.columnInt(0);
        const std::int64_t count = m_readTail.columnInt(1);
        if (first == 0)
            first = at;
        if (at != first + static_cast<Seq>(events.count()) || count <= 0)
            return corruption("The " + nameOf(at, count) + " do not follow those before them.");
        if (auto done = decodeSegment(m_readTail.columnBlob(2), static_cast<std::size_t>(count), events); !done)
            return done.error();
    }
    if (first == 0)
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
        const auto count = static_cast<std::int64_t>(kept.block->count());
        if (!*row)
            return corruption("The payloads of " + nameOf(kept.block->firstSeq(), count) + " are not in the store.");
        auto unpacked = PayloadColumns::unpack(m_findPayloads.columnBlob(0), *kept.block->columns());
        if (!unpacked)
            return named(unpacked.error(), kept.block->firstSeq(), count);
        kept.payloads = std::move(*unpacked);
    }
    std::string payload;
    if (auto done = kept.payloads->payload(index, payload); !done)
        return done.error();
    return payload;
}

Result<void> LogReader::walk(Seq from, Seq to, const Visit& visit)
{
    const bool isForward = from <= to;
    for (Seq next = from; isForward ? next <= to : next >= to;) {
        auto block = find(next);
        if (!block)
            return block.error();
        const std::shared_ptr<const EventBlock> held = *block;
        // What was read from the tail and what is a block by now may overlap.
        const Seq first = isForward ? next : std::max(held->firstSeq(), to);
        const Seq last = isForward ? std::min(held->lastSeq(), to) : next;
        next = isForward ? last + 1 : first - 1;
        auto more = visit(held, first, last);
        if (!more)
            return more.error();
        if (!*more)
            return {};
    }
    return {};
}

} // namespace binnacle::sqlite
