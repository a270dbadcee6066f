#pragma once

#include <string>

namespace binnacle::sqlite {

/// The name by which SQLite opens the file at `path` for reading. Beside a store that is read, SQLite keeps shared
/// memory. Where the folder may not be written (another user's, a read-only medium) and nobody has the store open for
/// writing, it is read as a file that never changes.
std::string readOnlyUri(const std::string& path);

} // namespace binnacle::sqlite
