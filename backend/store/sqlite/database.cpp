#include "backend/store/sqlite/database.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/read_only_uri.h"

#include <sqlite3.h>

#include <utility>

namespace binnacle::sqlite {

namespace {

constexpr int busyTimeoutMs = 5000;
/// Virtual machine steps between two looks at the cancel token: about 0.1 ms.
constexpr int cancelCheckSteps = 2000;

Error errorOf(sqlite3* handle, int code)
{
    const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
    const bool same = (extended & 0xFF) == (code & 0xFF);
    return errorFromCode(
        same ? extended : code, handle != nullptr && same ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
}

/// Counting SQLite's memory takes a lock at every allocation, and nobody reads the count.
void configureOnce()
{
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)done;
}

} // namespace

Statement::Statement(Statement&& other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_bindError(std::exchange(other.m_bindError, 0))
{
}

Statement& Statement::operator=(Statement&& other) noexcept
{
    if (this != &other) {
        sqlite3_finalize(m_statement);
        m_statement = std::exchange(other.m_statement, nullptr);
        m_bindError = std::exchange(other.m_bindError, 0);
    }
    return *this;
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

void Statement::note(int code)
{
    if (code != SQLITE_OK && m_bindError == 0)
        m_bindError = code;
}

void Statement::bindInt(int index, std::int64_t value)
{
    note(sqlite3_bind_int64(m_statement, index, value));
}

void Statement::bindDouble(int index, double value)
{
    note(sqlite3_bind_double(m_statement, index, value));
}

void Statement::bindText(int index, std::string_view value)
{
    // A null pointer would bind NULL instead of empty text.
    const char* data = value.data() != nullptr ? value.data() : "";
    note(sqlite3_bind_text64(m_statement, index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bindBlob(int index, std::string_view value)
{
    const char* data = value.data() != nullptr ? value.data() : "";
    note(sqlite3_bind_blob64(m_statement, index, data, value.size(), SQLITE_STATIC));
}

void Statement::bindNull(int index)
{
    note(sqlite3_bind_null(m_statement, index));
}

void Statement::bindOptional(int index, std::optional<std::int64_t> value)
{
    if (value)
        bindInt(index, *value);
    else
        bindNull(index);
}

Result<bool> Statement::step()
{
    int code = std::exchange(m_bindError, 0);
    if (code == SQLITE_OK)
        code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    Error error = errorOf(sqlite3_db_handle(m_statement), code);
    reset();
    return error;
}

Result<void> Statement::run()
{
    int code = std::exchange(m_bindError, 0);
    while (code == SQLITE_OK || code == SQLITE_ROW)
        code = sqlite3_step(m_statement);
    if (code == SQLITE_DONE) {
        reset();
        return {};
    }
    Error error = errorOf(sqlite3_db_handle(m_statement), code);
    reset();
    return error;
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
}

std::int64_t Statement::columnInt(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double Statement::columnDouble(int column) const
{
    return sqlite3_column_double(m_statement, column);
}

std::string_view Statement::columnText(int column) const
{
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    if (data == nullptr)
        return {};
    return { data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) };
}

std::string_view Statement::columnBlob(int column) const
{
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
    if (data == nullptr)
        return {};
    return { data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) };
}

bool Statement::columnIsNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Statement::columnOptional(int column) const
{
    if (columnIsNull(column))
        return std::nullopt;
    return columnInt(column);
}

Connection::Connection(sqlite3* handle)
    : m_handle(handle)
{
}

Connection::Connection(Connection&& other) noexcept
    : m_handle(std::exchange(other.m_handle, nullptr))
    , m_token(std::move(other.m_token))
{
}

Connection& Connection::operator=(Connection&& other) noexcept
{
    if (this != &other) {
        close();
        m_handle = std::exchange(other.m_handle, nullptr);
        m_token = std::move(other.m_token);
    }
    return *this;
}

Connection::~Connection()
{
    close();
}

void Connection::close()
{
    sqlite3_close_v2(m_handle);
    m_handle = nullptr;
}

Result<Connection> Connection::open(const std::string& path, OpenMode mode)
{
    std::string name = path;
    configureOnce();
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
    case OpenMode::ReadOnly:
    case OpenMode::Salvage:
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        name = readOnlyUri(path);
        break;
    case OpenMode::ReadWrite:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case OpenMode::Create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    }
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
    Connection connection(handle);
    if (code != SQLITE_OK)
        return errorOf(handle, code);
    sqlite3_busy_timeout(handle, busyTimeoutMs);
    // The file may come from anywhere: its schema must not be able to call functions with side effects.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // What SQLite calls a writable schema is also what lets it read a file that is shorter than it says.
    if (mode == OpenMode::Salvage)
        sqlite3_db_config(handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
    else
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (mode == OpenMode::ReadOnly || mode == OpenMode::Salvage) {
        if (auto done = connection.execute("PRAGMA query_only=ON"); !done)
            return done.error();
    }
    return connection;
}

Result<Statement> Connection::prepare(std::string_view sql, bool persistent)
{
    sqlite3_stmt* statement = nullptr;
    const unsigned flags = persistent ? SQLITE_PREPARE_PERSISTENT : 0;
    const int code = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), flags, &statement, nullptr);
    // All statements are ours and fit the tables of the format that was looked for.
    if (code == SQLITE_ERROR)
        return corruption("The definitions of the store's tables are damaged (SQLite: "
            + std::string(sqlite3_errmsg(m_handle)) + ").");
    if (code != SQLITE_OK)
        return errorOf(m_handle, code);
    return Statement(statement);
}

Result<void> Connection::prepareAll(std::initializer_list<std::pair<Statement*, const char*>> wanted)
{
    for (const auto& [statement, sql] : wanted) {
        auto prepared = prepare(sql);
        if (!prepared)
            return prepared.error();
        *statement = std::move(*prepared);
    }
    return {};
}

Result<void> Connection::execute(const std::string& sql)
{
    const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return errorOf(m_handle, code);
    return {};
}

Result<std::int64_t> Connection::queryInt(std::string_view sql)
{
    auto statement = prepare(sql, false);
    if (!statement)
        return statement.error();
    auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->columnInt(0) : std::int64_t{ 0 };
}

Result<std::string> Connection::queryText(std::string_view sql)
{
    auto statement = prepare(sql, false);
    if (!statement)
        return statement.error();
    auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? std::string(statement->columnText(0)) : std::string();
}

std::int64_t Connection::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

std::int64_t Connection::changes() const
{
    return sqlite3_changes64(m_handle);
}

bool Connection::isAutocommit() const
{
    return sqlite3_get_autocommit(m_handle) != 0;
}

void Connection::setCancelToken(CancelToken token)
{
    m_token = std::make_unique<CancelToken>(std::move(token));
    sqlite3_progress_handler(
        m_handle, cancelCheckSteps,
        [](void* context) { return static_cast<const CancelToken*>(context)->isCancelled() ? 1 : 0; }, m_token.get());
}

Result<Transaction> Transaction::begin(Connection& connection, Kind kind)
{
    if (auto begun = connection.execute(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED"); !begun)
        return begun.error();
    return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
{
}

Transaction::~Transaction()
{
    rollback();
}

Result<void> Transaction::commit()
{
    auto done = m_connection->execute("COMMIT");
    // After a failed COMMIT the transaction may still be open (busy) or already be gone (full): the destructor sees.
    if (done)
        m_connection = nullptr;
    return done;
}

void Transaction::rollback()
{
    Connection* connection = std::exchange(m_connection, nullptr);
    if (connection == nullptr)
        return;
    // An exception leaves statements in their middle: they would refuse new values, and hold on to what they read.
    sqlite3* handle = connection->handle();
    for (sqlite3_stmt* s = sqlite3_next_stmt(handle, nullptr); s != nullptr; s = sqlite3_next_stmt(handle, s))
        sqlite3_reset(s);
    if (!connection->isAutocommit())
        (void)connection->execute("ROLLBACK");
}

} // namespace binnacle::sqlite
