// Loaded into the program by LD_PRELOAD: kills it at the n-th call that changes what is on the disk (BINNACLE_KILL_AT),
// in the middle of whatever it does there. What is written to files on their way to their names (*.part) does not
// count.

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <unistd.h>

namespace {

template <typename Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

void count()
{
    static const char* const text = std::getenv("BINNACLE_KILL_AT");
    static const long killAt = text != nullptr ? std::atol(text) : 0;
    static std::atomic<long> calls{ 0 };
    if (++calls == killAt)
        ::kill(::getpid(), SIGKILL);
}

void count(int descriptor)
{
    const char digits[] = { static_cast<char>('0' + descriptor / 100 % 10),
        static_cast<char>('0' + descriptor / 10 % 10), static_cast<char>('0' + descriptor % 10), '\0' };
    char link[32] = "/proc/self/fd/";
    std::strcat(link, digits + (descriptor >= 100 ? 0 : descriptor >= 10 ? 1 : 2));
    char path[4096];
    const ssize_t size = ::readlink(link, path, sizeof path);
    const bool isPart = size > 5 && std::memcmp(path + size - 5, ".part", 5) == 0;
    if (size > 0 && path[0] == '/' && !isPart)
        count();
}

} // namespace

extern "C" {

int rename(const char* from, const char* to) noexcept
{
    static const auto real = next<int (*)(const char*, const char*)>("rename");
    count();
    return real(from, to);
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept
{
    static const auto real = next<int (*)(int, const char*, int, const char*, unsigned)>("renameat2");
    count();
    return real(fromFolder, from, toFolder, to, flags);
}

int link(const char* from, const char* to) noexcept
{
    static const auto real = next<int (*)(const char*, const char*)>("link");
    count();
    return real(from, to);
}

int unlink(const char* path) noexcept
{
    static const auto real = next<int (*)(const char*)>("unlink");
    count();
    return real(path);
}

int ftruncate64(int descriptor, off64_t size) noexcept
{
    static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
    count(descriptor);
    return real(descriptor, size);
}

int fsync(int descriptor)
{
    static const auto real = next<int (*)(int)>("fsync");
    count();
    return real(descriptor);
}

int fdatasync(int descriptor)
{
    static const auto real = next<int (*)(int)>("fdatasync");
    count();
    return real(descriptor);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t place)
{
    static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
    count(descriptor);
    return real(descriptor, bytes, size, place);
}
}
