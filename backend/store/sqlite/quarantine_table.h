#pragma once

#include "backend/event/event_batch.h"
#include "backend/store/sqlite/database.h"

#include <span>
#include <string_view>

namespace binnacle::sqlite {

/// Values of quarantine.status.
enum class QuarantineStatus : std::uint8_t { Open = 0, Retried = 1, Discarded = 2 };

/// Hash of a refused item and of the code of its reason; items are found by it, and damage is seen.
std::uint64_t quarantineHash(std::string_view item, std::string_view code);

/// What was refused, kept whole. Items are closed, never deleted.
class QuarantineTable {
public:
    explicit QuarantineTable(Connection& connection)
        : m_connection(connection)
    {
    }

    Result<void> prepare();

    /// Keeps `item` with the reason in the present transaction; gives its id. Where the same lies there open for the
    /// same reason already it is only counted, so that a file that is read again or a sender that repeats itself does
    /// not fill the quarantine.
    Result<std::int64_t> add(
        const ParsedItem& item, const Refusal& refusal, std::string_view origin, std::int64_t receivedAt);
    /// Closes open items in the present transaction. Errors: QUARANTINE_NOT_FOUND, QUARANTINE_CLOSED.
    Result<void> close(
        std::span<const std::int64_t> ids, QuarantineStatus status, std::string_view note, std::int64_t closedAt);

private:
    /// 0: there is none.
    Result<std::int64_t> findOpen(const ParsedItem& item, const Refusal& refusal);

    Connection& m_connection;
    Statement m_add, m_again, m_find, m_findOpen, m_close;
};

} // namespace binnacle::sqlite
