#include "backend/store/sqlite/log_row.h"

#include "backend/core/varint.h"
#include "backend/store/sqlite/block_codec.h"

#include <bit>
#include <cstring>

namespace binnacle::sqlite {

namespace {

static_assert(std::endian::native == std::endian::little, "hashes are copied as they are in memory");

constexpr std::int64_t LogRow::*numbers[] = { &LogRow::recordedAt, &LogRow::entity, &LogRow::type, &LogRow::source };
constexpr std::uint64_t LogRow::*hashes[] = { &LogRow::idHigh, &LogRow::contentHash };

Error damaged()
{
    return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT", "The rows of a block of events are damaged.",
        "Run `binnacle doctor`; restore the store from a backup.");
}

} // namespace

std::string encodeLogRows(std::span<const LogRow> rows)
{
    std::string out;
    out.reserve(rows.size() * 28);
    for (const auto number : numbers) {
        // Differences wrap around on purpose: they are taken back the same way.
        std::uint64_t previous = 0;
        for (const LogRow& row : rows) {
            const auto value = static_cast<std::uint64_t>(row.*number);
            putVarint(out, zigzag(static_cast<std::int64_t>(value - previous)));
            previous = value;
        }
    }
    for (const auto hash : hashes) {
        for (const LogRow& row : rows)
            out.append(reinterpret_cast<const char*>(&(row.*hash)), sizeof(std::uint64_t));
    }
    return out;
}

Result<std::vector<LogRow>> decodeLogRows(std::string_view bytes, std::size_t count)
{
    // A row takes at least 20 bytes: a damaged count cannot ask for more than there is.
    if (count > bytes.size() / 20)
        return damaged();
    std::vector<LogRow> rows(count);
    for (const auto number : numbers) {
        std::uint64_t previous = 0;
        for (LogRow& row : rows) {
            const auto difference = takeVarint(bytes);
            if (!difference)
                return damaged();
            previous += static_cast<std::uint64_t>(unzigzag(*difference));
            row.*number = static_cast<std::int64_t>(previous);
        }
    }
    if (bytes.size() != count * sizeof(std::uint64_t) * std::size(hashes))
        return damaged();
    for (const auto hash : hashes) {
        for (LogRow& row : rows) {
            std::memcpy(&(row.*hash), bytes.data(), sizeof(std::uint64_t));
            bytes.remove_prefix(sizeof(std::uint64_t));
        }
    }
    return rows;
}

Result<std::string> packLogRows(std::span<const LogRow> rows)
{
    return packFrame(encodeLogRows(rows));
}

Result<std::vector<LogRow>> unpackLogRows(std::string_view frame, std::size_t count)
{
    auto unpacked = unpackFrame(frame);
    if (!unpacked)
        return unpacked.error();
    return decodeLogRows(*unpacked, count);
}

} // namespace binnacle::sqlite
