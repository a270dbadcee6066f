#include "backend/store/sqlite/sql_value.h"

#include <utility>

namespace binnacle::sqlite {

SqlText& SqlText::bind(SqlValue value)
{
    sql += '?';
    values.push_back(std::move(value));
    return *this;
}

void bindAll(Statement& statement, const std::vector<SqlValue>& values)
{
    int index = 0;
    for (const SqlValue& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value))
            statement.bindInt(++index, *number);
        else
            statement.bindText(++index, std::get<std::string>(value));
    }
}

} // namespace binnacle::sqlite
