#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace binnacle::sqlite {

/// What a (possibly extended) SQLite result code means to a caller: kind, stable code, sentence and remedy.
/// `detail` is SQLite's own message and is added to the sentence.
Error errorFromCode(int code, std::string_view detail);

/// A prepared statement. Move-only; must not outlive its Connection. Parameters count from 1, columns from 0.
///
/// Binding cannot fail on its own: the first problem is kept and reported by the next step(). Bound text and blobs
/// are NOT copied; they must stay where they are until reset().
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* statement)
        : m_statement(statement)
    {
    }
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    explicit operator bool() const { return m_statement != nullptr; }

    void bindInt(int index, std::int64_t value);
    void bindDouble(int index, double value);
    void bindText(int index, std::string_view value);
    void bindBlob(int index, std::string_view value);
    void bindNull(int index);
    void bindOptional(int index, std::optional<std::int64_t> value);
    /// 64-bit hashes are stored as the signed number with the same bits.
    void bindHash(int index, std::uint64_t value) { bindInt(index, static_cast<std::int64_t>(value)); }

    /// True: a row is there to be read. False: done. After an error the statement is reset.
    Result<bool> step();
    /// Runs a statement that gives no rows (or whose rows do not matter) to its end and resets it.
    Result<void> run();
    /// Back to the start; bound values stay. Ends the read transaction that an unfinished SELECT holds open.
    void reset();

    std::int64_t columnInt(int column) const;
    double columnDouble(int column) const;
    /// Valid until the next step(), reset() or conversion of the same column.
    std::string_view columnText(int column) const;
    std::string_view columnBlob(int column) const;
    std::uint64_t columnHash(int column) const { return static_cast<std::uint64_t>(columnInt(column)); }
    bool columnIsNull(int column) const;
    std::optional<std::int64_t> columnOptional(int column) const;

private:
    void note(int code);

    sqlite3_stmt* m_statement = nullptr;
    int m_bindError = 0;
};

/// Calls `visit(rows)` for each row until it gives an error or false, and resets the statement.
template <typename Visit>
Result<void> forEachRow(Statement& rows, const Visit& visit)
{
    Result<void> done;
    for (bool goesOn = true; goesOn;) {
        auto row = rows.step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const Result<bool> visited = visit(std::as_const(rows));
        if (!visited)
            done = visited.error();
        goesOn = visited && *visited;
    }
    rows.reset();
    return done;
}

enum class OpenMode : std::uint8_t {
    ReadOnly,
    Salvage, ///< As ReadOnly, also of a file that was cut: what it lacks are damaged pages.
    ReadWrite,
    Create,
};

/// One connection of one thread. Move-only; statements made from it must be gone before it is.
class Connection {
public:
    Connection() = default;
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// Opens the file and sets what does not depend on its content: busy timeout, no trusted schema, query_only
    /// for ReadOnly. Does not look into the file yet; the first statement does.
    static Result<Connection> open(const std::string& path, OpenMode mode);

    explicit operator bool() const { return m_handle != nullptr; }

    /// `persistent`: kept and used many times.
    Result<Statement> prepare(std::string_view sql, bool persistent = true);
    /// Prepares each statement to be kept, up to the first problem.
    Result<void> prepareAll(std::initializer_list<std::pair<Statement*, const char*>> wanted);
    /// Runs one or more statements separated by semicolons, ignoring rows.
    Result<void> execute(const std::string& sql);
    /// First column of the first row; 0 where there is none.
    Result<std::int64_t> queryInt(std::string_view sql);
    Result<std::string> queryText(std::string_view sql);

    std::int64_t lastInsertId() const;
    std::int64_t changes() const;
    /// False inside a transaction.
    bool isAutocommit() const;

    /// Statements end with Cancelled soon after `token` is cancelled.
    void setCancelToken(CancelToken token);

    sqlite3* handle() const { return m_handle; }

private:
    explicit Connection(sqlite3* handle);
    void close();

    sqlite3* m_handle = nullptr;
    std::unique_ptr<CancelToken> m_token; ///< On the heap: SQLite keeps its address.
};

/// The rows of `sql`, which takes no values and is used this once.
template <typename Visit>
Result<void> forEachRow(Connection& connection, std::string_view sql, const Visit& visit)
{
    auto rows = connection.prepare(sql, false);
    if (!rows)
        return rows.error();
    return forEachRow(*rows, visit);
}

/// Rolls back unless commit() succeeded.
class Transaction {
public:
    enum class Kind : std::uint8_t { Read, Write };

    /// Write: BEGIN IMMEDIATE, so that a transaction never has to be upgraded. Read: the snapshot is taken by the
    /// first statement.
    static Result<Transaction> begin(Connection& connection, Kind kind);

    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void> commit();
    void rollback();

private:
    explicit Transaction(Connection& connection)
        : m_connection(&connection)
    {
    }

    Connection* m_connection = nullptr;
};

} // namespace binnacle::sqlite
