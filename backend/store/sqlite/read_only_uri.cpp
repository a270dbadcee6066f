#include "backend/store/sqlite/read_only_uri.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace binnacle::sqlite {

std::string readOnlyUri(const std::string& path)
{
    std::string uri = "file:";
    for (const char c : path) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view("/-_.~").find(c) != std::string_view::npos;
        if (isPlain) {
            uri.push_back(c);
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(c);
        uri += { '%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15] };
    }
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const bool isFrozen =
        ::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0 && ::access((path + "-wal").c_str(), F_OK) != 0;
    return isFrozen ? uri + "?immutable=1" : uri;
}

} // namespace binnacle::sqlite
