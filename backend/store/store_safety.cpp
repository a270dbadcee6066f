#include "backend/store/store_safety.h"

#include <algorithm>
#include <charconv>

namespace binnacle {

namespace {

constexpr std::size_t hashDigits = 64;
/// More events are never in no block: a writer would not have the memory.
constexpr std::int64_t mostLoose = 1 << 18;

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

std::optional<std::int64_t> numberFrom(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

} // namespace

std::string toString(const LogHead& head)
{
    return std::to_string(head.seq) + ":" + head.hash + (head.loose > 0 ? "+" + std::to_string(head.loose) : "");
}

Result<LogHead> logHeadFromString(std::string_view text)
{
    LogHead head;
    const std::size_t colon = text.find(':');
    const auto seq = numberFrom(text.substr(0, colon));
    const std::string_view rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    head.hash = rest.substr(0, hashDigits);
    std::transform(head.hash.begin(), head.hash.end(), head.hash.begin(),
        [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    const bool isHash = head.hash.size() == hashDigits && std::all_of(head.hash.begin(), head.hash.end(), isHex);
    std::optional<std::int64_t> loose = 0;
    if (rest.size() > hashDigits)
        loose = rest[hashDigits] == '+' ? numberFrom(rest.substr(hashDigits + 1)) : std::nullopt;
    if (!seq || !isHash || !loose || *loose > mostLoose || *loose > *seq)
        return Error::make(ErrorKind::InvalidInput, "INVALID_HEAD",
            "\"" + std::string(text) + "\" is no head of a log.",
            "Give it as `binnacle verify` printed it: the number of an event, a colon, and 64 hex digits.");
    head.seq = *seq;
    head.loose = *loose;
    return head;
}

std::string_view toString(LogBreak::Kind kind)
{
    switch (kind) {
    case LogBreak::Kind::Changed:
        return "changed";
    case LogBreak::Kind::Missing:
        return "missing";
    case LogBreak::Kind::Repeated:
        return "repeated";
    case LogBreak::Kind::Unreadable:
        return "unreadable";
    }
    return "unreadable";
}

} // namespace binnacle
