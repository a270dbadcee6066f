#include "backend/intake/demo/demo_generator.h"
#include "backend/intake/demo/world.h"

#include <fmt/format.h>

#include <array>

namespace binnacle::demo {

namespace {

constexpr std::array names{ std::pair{ Fault::FailingStep, "failing-step" }, std::pair{ Fault::SlowStep, "slow-step" },
    std::pair{ Fault::StuckEntity, "stuck-entity" }, std::pair{ Fault::RetryStorm, "retry-storm" },
    std::pair{ Fault::MissingLeg, "missing-leg" }, std::pair{ Fault::LateLeg, "late-leg" },
    std::pair{ Fault::DoubledLeg, "doubled-leg" }, std::pair{ Fault::DifferingLeg, "differing-leg" },
    std::pair{ Fault::BadEvent, "bad-event" }, std::pair{ Fault::Duplicate, "duplicate" },
    std::pair{ Fault::OutOfOrder, "out-of-order" }, std::pair{ Fault::SourceSilent, "source-silent" } };

} // namespace

std::string_view toString(Fault fault)
{
    for (const auto& [value, name] : names) {
        if (value == fault)
            return name;
    }
    return "unknown";
}

std::optional<Fault> faultFromString(std::string_view text)
{
    for (const auto& [value, name] : names) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

const std::vector<Fault>& allFaults()
{
    static const std::vector<Fault> all = [] {
        std::vector<Fault> list;
        for (const auto& entry : names)
            list.push_back(entry.first);
        return list;
    }();
    return all;
}

std::string timeText(std::int64_t micros)
{
    std::string text = formatTimestamp(Timestamp{ micros / 1000 * 1000 });
    text.erase(text.size() - 4, 3);
    return text;
}

std::string hexText(Random& random, int count)
{
    std::string text;
    std::uint64_t bits = 0;
    for (int i = 0; i < count; ++i) {
        if (i % 16 == 0)
            bits = random.bits();
        text += "0123456789abcdef"[bits & 15];
        bits >>= 4;
    }
    return text;
}

std::string toJson(const Truth& truth)
{
    // Names and details are ours: nothing in them needs escaping.
    std::string json =
        fmt::format("{{\n  \"lines\": {},\n  \"accepted\": {},\n  \"duplicate\": {},\n  \"rejected\": {},\n",
            truth.lines, truth.accepted, truth.duplicate, truth.rejected);
    json += "  \"accepted_by_dialect\": {";
    std::string_view comma;
    for (const auto& [dialect, count] : truth.acceptedByDialect) {
        json += fmt::format("{}\"{}\": {}", comma, dialect, count);
        comma = ", ";
    }
    json += "},\n  \"entities\": [";
    comma = "";
    for (const auto& [type, statuses] : truth.entitiesByTypeAndStatus) {
        for (const auto& [status, count] : statuses) {
            json += fmt::format(
                "{}\n    {{\"type\": \"{}\", \"status\": \"{}\", \"count\": {}}}", comma, type, status, count);
            comma = ",";
        }
    }
    json += "\n  ],\n  \"planted\": [";
    comma = "";
    for (const Planted& planted : truth.planted) {
        json += fmt::format("{}\n    {{\"fault\": \"{}\", \"entity\": \"{}\", \"detail\": \"{}\"}}", comma,
            toString(planted.fault), planted.entity, planted.detail);
        comma = ",";
    }
    return json + "\n  ]\n}\n";
}

} // namespace binnacle::demo
