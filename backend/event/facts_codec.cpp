#include "backend/event/facts_codec.h"

#include "backend/core/varint.h"
#include "backend/event/event_fields.h"

#include <bit>

namespace binnacle {

// Layout: version byte, varint mask of the fields that are there, then those fields in the order of visitFields(). A
// field with its default value is not written. Numbers that may be negative are zigzag coded.

namespace {

constexpr char formatVersion = 1;

/// First pass of writing: which fields differ from their defaults.
class MaskMaker {
public:
    void text(std::string_view value) { mark(!value.empty()); }
    void flag(bool value, bool usual) { mark(value != usual); }
    void integer(std::int64_t value) { mark(value != 0); }
    void time(Timestamp value) { mark(value.micros != 0); }
    template <typename Enum>
    void number(Enum value)
    {
        mark(static_cast<std::uint64_t>(value) != 0);
    }
    template <typename T>
    void optional(const std::optional<T>& value)
    {
        mark(value.has_value());
    }

    std::uint64_t mask = 0;

private:
    void mark(bool present)
    {
        mask |= std::uint64_t{ present } << m_bit;
        ++m_bit;
    }
    int m_bit = 0;
};

class Writer {
public:
    explicit Writer(std::string& out)
        : m_out(out)
    {
    }

    void text(std::string_view value)
    {
        if (value.empty())
            return;
        putVarint(m_out, value.size());
        m_out.append(value);
    }
    void flag(bool, bool) { }
    void integer(std::int64_t value)
    {
        if (value != 0)
            putVarint(m_out, zigzag(value));
    }
    void time(Timestamp value) { integer(value.micros); }
    template <typename Enum>
    void number(Enum value)
    {
        if (static_cast<std::uint64_t>(value) != 0)
            m_out += static_cast<char>(value);
    }
    void optional(const std::optional<std::int64_t>& value)
    {
        if (value)
            putVarint(m_out, zigzag(*value));
    }
    void optional(const std::optional<Timestamp>& value)
    {
        if (value)
            putVarint(m_out, zigzag(value->micros));
    }
    void optional(const std::optional<double>& value)
    {
        if (!value)
            return;
        const auto bits = std::bit_cast<std::uint64_t>(*value);
        for (int shift = 0; shift < 64; shift += 8)
            m_out += static_cast<char>(bits >> shift);
    }
    void optional(const std::optional<StepSummary>& value)
    {
        if (!value)
            return;
        for (const std::int64_t count : { value->completed, value->failed, value->inProgress, value->pending })
            putVarint(m_out, zigzag(count));
    }
    void optional(const std::optional<StepFacts>& value)
    {
        if (!value)
            return;
        MaskMaker mask;
        visitStepFields(*value, mask);
        putVarint(m_out, mask.mask);
        visitStepFields(*value, *this);
    }

private:
    std::string& m_out;
};

class Reader {
public:
    explicit Reader(std::string_view in)
        : m_in(in)
    {
        m_mask = varint();
    }

    bool ok() const { return m_ok; }
    /// No field is announced that this version does not know.
    bool maskIsUsedUp() const { return m_mask == 0; }
    std::string_view rest() const { return m_in; }

    void text(std::string_view& value)
    {
        if (!next())
            return;
        const std::uint64_t size = varint();
        if (size > m_in.size()) {
            m_ok = false;
            return;
        }
        value = m_in.substr(0, size);
        m_in.remove_prefix(size);
    }
    void flag(bool& value, bool usual) { value = next() != usual; }
    void integer(std::int64_t& value)
    {
        if (next())
            value = unzigzag(varint());
    }
    void time(Timestamp& value) { integer(value.micros); }
    template <typename Enum>
    void number(Enum& value)
    {
        const std::uint64_t stored = next() ? byte() : 0;
        if (!isStoredNumberOf<Enum>(stored))
            m_ok = false;
        else
            value = static_cast<Enum>(stored);
    }
    void optional(std::optional<std::int64_t>& value)
    {
        if (next())
            value = unzigzag(varint());
    }
    void optional(std::optional<Timestamp>& value)
    {
        if (next())
            value = Timestamp{ unzigzag(varint()) };
    }
    void optional(std::optional<double>& value)
    {
        if (!next())
            return;
        std::uint64_t bits = 0;
        for (int shift = 0; shift < 64; shift += 8)
            bits |= byte() << shift;
        value = std::bit_cast<double>(bits);
    }
    void optional(std::optional<StepSummary>& value)
    {
        if (!next())
            return;
        StepSummary& counts = value.emplace();
        for (std::int64_t* count : { &counts.completed, &counts.failed, &counts.inProgress, &counts.pending })
            *count = unzigzag(varint());
    }
    void optional(std::optional<StepFacts>& value)
    {
        if (!next())
            return;
        Reader inner(m_in);
        visitStepFields(value.emplace(), inner);
        m_ok = m_ok && inner.ok() && inner.maskIsUsedUp();
        m_in = inner.m_in;
    }

private:
    bool next()
    {
        const bool present = m_mask & 1;
        m_mask >>= 1;
        return present && m_ok;
    }
    std::uint64_t byte()
    {
        if (m_in.empty()) {
            m_ok = false;
            return 0;
        }
        const auto value = static_cast<unsigned char>(m_in.front());
        m_in.remove_prefix(1);
        return value;
    }
    std::uint64_t varint()
    {
        const auto value = takeVarint(m_in);
        m_ok = m_ok && value.has_value();
        return m_ok ? *value : 0;
    }

    std::string_view m_in;
    std::uint64_t m_mask = 0;
    bool m_ok = true;
};

Error corrupt()
{
    return Error::make(ErrorKind::Corrupt, "CORRUPT_FACTS", "A stored event is damaged.");
}

} // namespace

void encodeFacts(const Event& event, std::string& out)
{
    out += formatVersion;
    MaskMaker mask;
    visitFields(event, mask);
    putVarint(out, mask.mask);
    Writer writer(out);
    visitFields(event, writer);
}

Result<Event> decodeFacts(std::string_view& in)
{
    if (in.empty())
        return corrupt();
    if (in.front() != formatVersion) {
        if (in.front() == 0)
            return corrupt();
        return Error::make(ErrorKind::Unsupported, "UNSUPPORTED_FACTS",
            "A stored event was written by a newer version of Binnacle.", "Install that version, or a later one.");
    }
    Event event;
    Reader reader(in.substr(1));
    visitFields(event, reader);
    if (!reader.ok() || !reader.maskIsUsedUp())
        return corrupt();
    in = reader.rest();
    return event;
}

EventRecord recordOf(const Event& event, std::string& facts)
{
    const std::size_t start = facts.size();
    encodeFacts(event, facts);
    return { identityOf(event), entityHashOf(event), std::string_view(facts).substr(start) };
}

} // namespace binnacle
