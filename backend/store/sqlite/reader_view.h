#pragma once

#include "backend/store/sqlite/database.h"

#include <optional>
#include <utility>

namespace binnacle::sqlite {

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
        return view;
    }

private:
    std::optional<Transaction> m_transaction;
};

} // namespace binnacle::sqlite
