#include "backend/intake/gateway/port_owner.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

/// Inode of the listening socket (state 0A) in one of /proc's tables (proc(5), /proc/net/tcp); empty: none.
std::string listeningInode(const char* table, std::uint16_t port)
{
    std::ifstream file(table);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        words >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
        const std::size_t colon = local.rfind(':');
        if (state == "0A" && colon != std::string::npos && std::strtoul(local.c_str() + colon + 1, nullptr, 16) == port)
            return inode;
    }
    return {};
}

bool holdsSocket(const fs::path& process, const std::string& link)
{
    std::error_code error;
    for (fs::directory_iterator at(process / "fd", error), end; !error && at != end; at.increment(error)) {
        std::error_code unreadable;
        if (fs::read_symlink(at->path(), unreadable) == link)
            return true;
    }
    return false;
}

} // namespace

std::string portOwner(std::uint16_t port)
{
    std::string inode = listeningInode("/proc/net/tcp", port);
    if (inode.empty())
        inode = listeningInode("/proc/net/tcp6", port);
    if (inode.empty())
        return {};
    const std::string link = "socket:[" + inode + "]";
    std::error_code error;
    for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
        const std::string id = at->path().filename().string();
        if (!std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; }))
            continue;
        if (!holdsSocket(at->path(), link))
            continue;
        std::ifstream file(at->path() / "comm");
        std::string name;
        std::getline(file, name);
        return name.empty() ? std::string() : name + " (process " + id + ")";
    }
    return {};
}

} // namespace binnacle
