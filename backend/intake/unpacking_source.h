#pragma once

#include "backend/intake/byte_source.h"

#include <memory>
#include <string>

namespace binnacle {

/// Unpacks gzip: one member behind the other, zeros behind the last.
std::unique_ptr<ByteSource> unpackGzip(std::unique_ptr<ByteSource> packed, std::string name);

/// Unpacks zstd: one frame behind the other, skippable ones too. Frames that ask for a window over 128 MiB are refused.
std::unique_ptr<ByteSource> unpackZstd(std::unique_ptr<ByteSource> packed, std::string name);

} // namespace binnacle
