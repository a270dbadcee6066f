#pragma once

#include "backend/store/sqlite/database.h"

#include <optional>
#include <utility>

namespace binnacle::sqlite {

/// Fixes what the connection's open transaction sees. The projections first: the log is never behind them.
inline Result<void> takeSnapshot(Connection& connection)
{
    for (const char* look : { "SELECT seq FROM progress", "SELECT count(*) FROM (SELECT 1 FROM meta LIMIT 1)" }) {
        auto seen = connection.queryInt(look);
        if (!seen)
            return seen.error();
    }
    return {};
}

/// One consistent view for the statements of one call; joins a snapshot that is open already. Make it before the
/// statements that it covers.
class ReadView {
public:
    static Result<ReadView> open(Connection& connection)
    {
        ReadView view;
        if (!connection.isAutocommit())
            return view;
        auto transaction = Transaction::begin(connection, Transaction::Kind::Read);
        if (!transaction)
            return transaction.error();
        view.m_transaction.emplace(std::move(*transaction));
        if (auto done = takeSnapshot(connection); !done)
            return done.error();
        return view;
    }

private:
    std::optional<Transaction> m_transaction;
};

} // namespace binnacle::sqlite
