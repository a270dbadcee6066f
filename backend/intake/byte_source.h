#pragma once

#include "backend/core/cancel_token.h"
#include "backend/core/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace binnacle {

/// Bytes that come in order from a file, a pipe or standard input; compressed ones are unpacked on the way. Nothing is
/// held but small buffers, so that an input may unpack to any size.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Fills the front of `buffer` and gives the number of bytes; 0: the end. Errors: INPUT_TRUNCATED (a compressed
    /// input stops in the middle), INPUT_CORRUPT, INPUT_UNREADABLE, CANCELLED. All name the input.
    virtual Result<std::size_t> read(std::span<char> buffer) = 0;

    /// True where a sender rests: no byte has come for a moment, though more may come. False for packed input.
    virtual bool isIdle() { return false; }

    /// Bytes taken from the file itself so far, packed as they lie there.
    virtual std::int64_t storedBytesRead() const = 0;

    /// Opens the file `path`, or standard input for "-". Gzip (of several members too) and zstd are told by their first
    /// bytes, whatever the name is. Errors: INPUT_NOT_FOUND, INPUT_UNREADABLE, and those of read(). A read that waits
    /// for a pipe ends soon after `cancel`.
    static Result<std::unique_ptr<ByteSource>> open(const std::string& path, CancelToken cancel);

    /// The same on an open descriptor, which is not closed; `name` stands in messages.
    static Result<std::unique_ptr<ByteSource>> openDescriptor(int descriptor, std::string name, CancelToken cancel);
};

} // namespace binnacle
