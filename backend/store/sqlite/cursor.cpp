#include "backend/store/sqlite/cursor.h"

#include <xxhash.h>

namespace binnacle::sqlite {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

/// Longer than any cursor of ours: sort values are numbers and ids.
constexpr std::size_t longestCursor = 64 * 1024;

void putFixed(std::string& out, std::uint64_t value)
{
    for (int shift = 0; shift < 64; shift += 8)
        out.push_back(static_cast<char>(value >> shift));
}

bool takeFixed(std::string_view& in, std::uint64_t& value)
{
    if (in.size() < 8)
        return false;
    value = 0;
    for (int i = 0; i < 8; ++i)
        value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(in[static_cast<std::size_t>(i)])) << (8 * i);
    in.remove_prefix(8);
    return true;
}

/// Over the listing and the values: a cursor of another query and a damaged one look the same.
std::uint64_t hashOf(std::string_view listing, std::string_view body)
{
    return XXH3_64bits_withSeed(body.data(), body.size(), XXH3_64bits(listing.data(), listing.size()));
}

Error invalid()
{
    return Error::make(ErrorKind::InvalidInput, "INVALID_CURSOR", "The cursor does not belong to this list.",
        "Ask for the first page again, without a cursor.");
}

} // namespace

std::string encodeCursor(std::string_view listing, const std::vector<SqlValue>& values)
{
    std::string body;
    for (const SqlValue& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            putFixed(body, static_cast<std::uint64_t>(*number));
        } else {
            const auto& text = std::get<std::string>(value);
            putFixed(body, text.size());
            body += text;
        }
    }
    std::string bytes;
    putFixed(bytes, hashOf(listing, body));
    bytes += body;
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        out.push_back(digits[static_cast<std::uint8_t>(byte) >> 4]);
        out.push_back(digits[static_cast<std::uint8_t>(byte) & 15]);
    }
    return out;
}

Result<std::vector<SqlValue>> decodeCursor(
    std::string_view cursor, std::string_view listing, const std::vector<SqlValue>& example)
{
    if (cursor.size() % 2 != 0 || cursor.size() > longestCursor)
        return invalid();
    std::string bytes;
    for (std::size_t i = 0; i < cursor.size(); i += 2) {
        const std::size_t high = digits.find(cursor[i]);
        const std::size_t low = digits.find(cursor[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            return invalid();
        bytes.push_back(static_cast<char>(high << 4 | low));
    }
    std::string_view rest = bytes;
    std::uint64_t hash = 0;
    if (!takeFixed(rest, hash) || hash != hashOf(listing, rest))
        return invalid();
    std::vector<SqlValue> values;
    for (const SqlValue& kind : example) {
        std::uint64_t number = 0;
        if (!takeFixed(rest, number))
            return invalid();
        if (std::holds_alternative<std::int64_t>(kind)) {
            values.emplace_back(static_cast<std::int64_t>(number));
            continue;
        }
        if (number > rest.size())
            return invalid();
        values.emplace_back(std::string(rest.substr(0, number)));
        rest.remove_prefix(number);
    }
    if (!rest.empty())
        return invalid();
    return values;
}

} // namespace binnacle::sqlite
