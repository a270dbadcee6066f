#include "backend/event/dialects.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace binnacle {

namespace {

using namespace std::string_view_literals;

constexpr std::array aliases{ std::pair{ "in-progress"sv, EntityStatus::InProgress },
    std::pair{ "in progress"sv, EntityStatus::InProgress }, std::pair{ "inprogress"sv, EntityStatus::InProgress },
    std::pair{ "running"sv, EntityStatus::InProgress }, std::pair{ "active"sv, EntityStatus::InProgress },
    std::pair{ "started"sv, EntityStatus::InProgress }, std::pair{ "done"sv, EntityStatus::Completed },
    std::pair{ "complete"sv, EntityStatus::Completed }, std::pair{ "success"sv, EntityStatus::Completed },
    std::pair{ "succeeded"sv, EntityStatus::Completed }, std::pair{ "failure"sv, EntityStatus::Failed },
    std::pair{ "fail"sv, EntityStatus::Failed }, std::pair{ "error"sv, EntityStatus::Failed },
    std::pair{ "queued"sv, EntityStatus::Pending }, std::pair{ "waiting"sv, EntityStatus::Pending } };

constexpr std::array failureEndings{ "failed"sv, "failure"sv, "declined"sv, "rejected"sv };
constexpr std::array finalEndings{ "completed"sv, "delivered"sv, "fulfilled"sv, "closed"sv, "cancelled"sv,
    "canceled"sv };

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

} // namespace

std::optional<EntityStatus> statusFromWord(std::string_view word)
{
    // The usual case first, without a copy.
    if (const auto own = entityStatusFromString(word); own && *own != EntityStatus::Unknown)
        return own;
    if (word.size() > 32)
        return std::nullopt;
    const std::string text = lowered(word);
    if (const auto own = entityStatusFromString(text); own && *own != EntityStatus::Unknown)
        return own;
    const auto alias =
        std::find_if(aliases.begin(), aliases.end(), [&text](const auto& entry) { return entry.first == text; });
    return alias == aliases.end() ? std::nullopt : std::optional(alias->second);
}

ExecutionStatus endFromWord(std::string_view word)
{
    if (statusFromWord(word) == EntityStatus::Failed)
        return ExecutionStatus::Failed;
    return lowered(word) == "skipped" ? ExecutionStatus::Skipped : ExecutionStatus::Completed;
}

std::string_view withoutVersion(std::string_view type)
{
    const std::size_t dot = type.rfind('.');
    if (dot == std::string_view::npos || dot == 0)
        return type;
    const std::string_view last = type.substr(dot + 1);
    const bool isVersion = last.size() > 1 && (last[0] == 'v' || last[0] == 'V')
        && last.find_first_not_of("0123456789", 1) == std::string_view::npos;
    return isVersion ? type.substr(0, dot) : type;
}

TypeVerdict verdictOfType(std::string_view type)
{
    type = withoutVersion(type);
    std::string ending = lowered(type.substr(type.size() - std::min<std::size_t>(type.size(), 16)));
    // The word says nothing: "PaymentFailedEvent" has failed.
    if (constexpr auto event = "event"sv; ending.ends_with(event))
        ending.resize(ending.size() - event.size());
    const auto endsWith = [&ending](std::string_view word) { return ending.ends_with(word); };
    if (std::any_of(failureEndings.begin(), failureEndings.end(), endsWith))
        return { true, EntityStatus::Failed };
    if (std::any_of(finalEndings.begin(), finalEndings.end(), endsWith))
        return { false, EntityStatus::Completed };
    return {};
}

void assertStatus(Event& event, std::string_view word, json::ItemReader& reader)
{
    const auto status = statusFromWord(word);
    event.assertedStatus = status.value_or(EntityStatus::Unknown);
    event.statusText = !status || toString(*status) != word ? reader.keep(word) : std::string_view{};
}

} // namespace binnacle
