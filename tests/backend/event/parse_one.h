#pragma once

#include "backend/event/parser.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <string>
#include <string_view>

namespace binnacle::test {

inline const Timestamp arrival{ 1'800'000'000'000'000 };

inline ParseOptions testOptions()
{
    ParseOptions options;
    options.arrival = arrival;
    return options;
}

/// One item and the memory it lives in.
struct Parsed {
    std::unique_ptr<EventBatch> batch = std::make_unique<EventBatch>();

    const ParsedItem& item() const { return batch->items.front(); }
    const Event* event() const { return item().event(); }
    const Refusal* refusal() const { return item().refusal(); }
    /// "CODE /pointer", or "accepted".
    std::string verdict() const { return refusal() ? refusal()->code + ' ' + refusal()->pointer : "accepted"; }
};

inline Parsed parseOne(
    std::string_view text, std::optional<Dialect> dialect = std::nullopt, const ParseOptions& options = testOptions())
{
    Parsed parsed;
    ItemParser parser(options);
    parser.parse(parsed.batch->adopt(std::string(text)), 0, dialect, *parsed.batch);
    return parsed;
}

/// `text` with its only occurrence of `from` replaced; ends the test where there is none or more than one.
inline std::string with(std::string text, std::string_view from, std::string_view to)
{
    const std::size_t at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
        qFatal("%s is not there exactly once", std::string(from).c_str());
    return text.replace(at, from.size(), to);
}

inline QString q(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace binnacle::test

/// Compares texts of any kind and shows both where they differ.
#define COMPARE_TEXT(actual, expected) QCOMPARE(::binnacle::test::q(actual), ::binnacle::test::q(expected))
/// The same for enumerations with a toString(), which QCOMPARE would find and cannot use.
#define COMPARE_ENUM(actual, expected) COMPARE_TEXT(toString(actual), toString(expected))
