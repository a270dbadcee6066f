#pragma once

#include "backend/core/result.h"

#include <string>
#include <string_view>

namespace binnacle {

/// A file that appears whole or not at all: written under a temporary name in the target's folder, flushed to the
/// disk, then renamed. Without commit() the destructor removes it.
class SafeFile {
public:
    SafeFile() = default;
    ~SafeFile();
    SafeFile(const SafeFile&) = delete;
    SafeFile& operator=(const SafeFile&) = delete;

    Result<void> open(const std::string& target);
    Result<void> write(std::string_view text); ///< Buffered.
    Result<void> commit();

private:
    Result<void> flush();
    void discard();

    std::string m_target;
    std::string m_temporary;
    std::string m_buffer;
    int m_descriptor = -1;
};

} // namespace binnacle
