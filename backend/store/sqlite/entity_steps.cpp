#include "backend/store/sqlite/entity_steps.h"

#include "backend/core/varint.h"
#include "backend/store/sqlite/corruption.h"

namespace binnacle::sqlite {

namespace {

/// Takes an entry off the front of `in`; nullopt where there is no whole one.
std::optional<StepEntry> takeEntry(std::string_view& in)
{
    std::uint64_t numbers[4] = {};
    for (std::uint64_t& number : numbers) {
        const auto value = takeVarint(in);
        if (!value)
            return std::nullopt;
        number = *value;
    }
    const std::uint64_t size = numbers[3];
    if (size > in.size())
        return std::nullopt;
    StepEntry entry{ static_cast<std::int64_t>(numbers[0]),
        { static_cast<std::int64_t>(numbers[1]), static_cast<std::int64_t>(numbers[2]) }, in.substr(0, size) };
    in.remove_prefix(size);
    return entry;
}

} // namespace

Result<std::vector<StepEntry>> EntitySteps::decode(std::string_view bytes)
{
    std::vector<StepEntry> entries;
    while (!bytes.empty()) {
        const auto entry = takeEntry(bytes);
        if (!entry)
            return corruption(
                "The steps of an entity are damaged.", "Run `binnacle rebuild`: it makes all steps anew.");
        entries.push_back(*entry);
    }
    return entries;
}

Result<EntitySteps> EntitySteps::fromBytes(std::string_view bytes)
{
    auto entries = decode(bytes);
    if (!entries)
        return entries.error();
    EntitySteps steps;
    steps.m_bytes = bytes;
    steps.m_count = entries->size();
    return steps;
}

std::optional<StepEntry> EntitySteps::find(std::int64_t step) const
{
    std::string_view in = m_bytes;
    while (auto entry = takeEntry(in)) {
        if (entry->step == step)
            return entry;
    }
    return std::nullopt;
}

bool EntitySteps::put(const StepEntry& entry)
{
    std::string_view in = m_bytes;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isThere = false;
    while (!isThere && end < m_bytes.size()) {
        begin = end;
        const auto known = takeEntry(in);
        end = m_bytes.size() - in.size();
        isThere = known && known->step == entry.step;
    }
    if (!isThere)
        begin = end;
    const bool fits = entry.registers.size() <= largestStep && (isThere || m_count < mostSteps);
    std::string encoded;
    if (fits) {
        putVarint(encoded, static_cast<std::uint64_t>(entry.step));
        putVarint(encoded, static_cast<std::uint64_t>(entry.place.label));
        putVarint(encoded, static_cast<std::uint64_t>(entry.place.execution));
        putVarint(encoded, entry.registers.size());
        encoded.append(entry.registers);
    }
    m_bytes.replace(begin, end - begin, encoded);
    m_count = m_count + (fits ? 1 : 0) - (isThere ? 1 : 0);
    return fits;
}

} // namespace binnacle::sqlite
