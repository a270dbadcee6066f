#pragma once

#include "backend/store/log/corruption.h"

namespace binnacle::sqlite {

/// Of a row that names a text by its number.
inline Error missingText()
{
    return corruption("The store refers to a text that is not there.");
}

/// Of a row that lists an entity by numbers.
inline Error impossibleNumber()
{
    return corruption("The list of entities holds a number that the store cannot have given.");
}

/// SQLite gives a row that was not asked for where a number in a page that leads to it is damaged.
inline Error outOfOrder()
{
    return corruption("The log's rows are out of order.");
}

} // namespace binnacle::sqlite
