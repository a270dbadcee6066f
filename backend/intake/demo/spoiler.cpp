#include "backend/intake/demo/spoiler.h"

#include "backend/intake/demo/world.h"

namespace binnacle::demo {

namespace {

/// Replaces the first `from` by `to`; leaves the text alone where it is not there.
std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    if (const auto at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), to);
    return text;
}

/// Gives the line an identity of its own, so that it cannot pass as a repetition of the good one.
std::string renamed(std::string text, Random& random)
{
    for (const std::string_view field : { "\"event_id\":\"", "\"eventId\":\"" }) {
        if (const auto at = text.find(field); at != std::string::npos)
            text.insert(at + field.size(), "x" + hexText(random, 6));
    }
    return text;
}

} // namespace

Spoiled spoil(const std::string& good, Dialect dialect, Random& random)
{
    const std::size_t kind = random.below(4);
    if (kind == 0 || dialect == Dialect::Workflow)
        return { good.substr(0, good.size() / 2), "cut off in the middle" };
    if (kind == 1 && dialect == Dialect::Faber)
        return { replaced(renamed(good, random), "\"event_type\":\"entity.", "\"event_type\":\"entity.un"),
            "an event type that does not exist" };
    if (kind == 2 && dialect == Dialect::Faber)
        return { replaced(good, "\"faber_version\":\"2.4.0\"", "\"faber_version\":\"9.9.9\""),
            "the id of another event with other content" };
    std::string text = renamed(good, random);
    const auto at = text.find("\"timestamp\":\"");
    if (const auto z = text.find('Z', at); at != std::string::npos && z != std::string::npos)
        text.erase(z, 1);
    return { std::move(text), "a time without an offset from UTC" };
}

} // namespace binnacle::demo
