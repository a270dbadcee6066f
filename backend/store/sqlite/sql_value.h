#pragma once

#include "backend/store/sqlite/database.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace binnacle::sqlite {

/// What a statement is bound to or a cursor carries.
using SqlValue = std::variant<std::int64_t, std::string>;

/// SQL with its parameters in the order of the question marks. Values never become part of the text.
struct SqlText {
    std::string sql;
    std::vector<SqlValue> values;

    bool isEmpty() const { return sql.empty(); }
    SqlText& operator+=(std::string_view text)
    {
        sql += text;
        return *this;
    }
    SqlText& operator+=(const SqlText& other)
    {
        sql += other.sql;
        values.insert(values.end(), other.values.begin(), other.values.end());
        return *this;
    }
    /// Appends a parameter. Out of line: gcc 12 takes an inlined move of the variant for a read of nothing.
    SqlText& bind(SqlValue value);
    /// Appends "(?,?,?)".
    template <typename T>
    SqlText& bindList(const std::vector<T>& list)
    {
        sql += '(';
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i > 0)
                sql += ',';
            bind(SqlValue(list[i]));
        }
        sql += ')';
        return *this;
    }
};

/// Binds `values` to the parameters 1, 2, ... Text must stay where it is until the statement is reset.
void bindAll(Statement& statement, const std::vector<SqlValue>& values);

} // namespace binnacle::sqlite
