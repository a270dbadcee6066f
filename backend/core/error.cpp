#include "backend/core/error.h"

namespace binnacle {

std::string_view toString(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
        return "invalid_input";
    case ErrorKind::NotFound:
        return "not_found";
    case ErrorKind::Refused:
        return "refused";
    case ErrorKind::Conflict:
        return "conflict";
    case ErrorKind::Busy:
        return "busy";
    case ErrorKind::Unavailable:
        return "unavailable";
    case ErrorKind::Corrupt:
        return "corrupt";
    case ErrorKind::Unsupported:
        return "unsupported";
    case ErrorKind::Cancelled:
        return "cancelled";
    case ErrorKind::Internal:
        return "internal";
    }
    return "internal";
}

int exitCodeFor(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
        return 2;
    case ErrorKind::NotFound:
        return 4;
    case ErrorKind::Refused:
        return 5;
    default:
        return 1;
    }
}

} // namespace binnacle
