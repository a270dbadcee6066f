#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace binnacle {

/// Coarse class of a failure: what a caller can do about it. The message says the rest.
enum class ErrorKind : std::uint8_t {
    InvalidInput, ///< The input or the usage is wrong; the same call will fail again.
    NotFound,
    Refused, ///< Permission, policy, read-only.
    Conflict, ///< Somebody else changed it first.
    Busy, ///< Overloaded or locked; try again later.
    Unavailable, ///< Disk full, network away: may heal by itself.
    Corrupt, ///< Stored data is damaged.
    Unsupported, ///< A newer format than this program knows.
    Cancelled,
    Internal, ///< A defect of ours.
};

/// A failure that can be expected. `code` is stable and upper case, `message` is one plain
/// sentence for a person, `remedy` says what to do next (may be empty); a command in it
/// stands in backticks: "Run `binnacle doctor`."
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string code;
    std::string message;
    std::string remedy;

    static Error make(ErrorKind kind, std::string code, std::string message, std::string remedy = {})
    {
        return { kind, std::move(code), std::move(message), std::move(remedy) };
    }
};

/// Lower-case word for logs and JSON, for example "not_found".
std::string_view toString(ErrorKind kind);

/// Exit code of the command line for a failure of this kind (design.md, section 8).
int exitCodeFor(ErrorKind kind);

} // namespace binnacle
