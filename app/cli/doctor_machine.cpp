#include "app/cli/doctor_checks.h"
#include "app/paths.h"
#include "backend/intake/gateway/port_owner.h"

#include <QFileInfo>
#include <QLibraryInfo>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace binnacle::cli {

namespace {

namespace fs = std::filesystem;

/// Closes itself.
class Socket {
public:
    explicit Socket(int family)
        : m_descriptor(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
    }
    ~Socket()
    {
        if (m_descriptor >= 0)
            close(m_descriptor);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

/// True where GET /health at `address` is answered as our gateway does.
bool answersAsGateway(const addrinfo& address)
{
    const Socket client(address.ai_family);
    const timeval patience{ 2, 0 };
    setsockopt(client.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(client.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    constexpr std::string_view request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (connect(client.get(), address.ai_addr, address.ai_addrlen) != 0
        || send(client.get(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        return false;
    std::string answer;
    std::array<char, 4096> block{};
    ssize_t count = 0;
    while (answer.size() < 64 * 1024 && (count = recv(client.get(), block.data(), block.size(), 0)) > 0)
        answer.append(block.data(), static_cast<std::size_t>(count));
    return answer.starts_with("HTTP/1.1 200") && answer.find(R"("status":"ok")") != std::string::npos;
}

bool isLoopback(const addrinfo& address)
{
    if (address.ai_family == AF_INET)
        return (ntohl(reinterpret_cast<const sockaddr_in*>(address.ai_addr)->sin_addr.s_addr) >> 24U) == 127;
    return address.ai_family == AF_INET6
        && IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(address.ai_addr)->sin6_addr);
}

Finding portFinding(const addrinfo& address, const Settings::Gateway& gateway)
{
    const auto place = gateway.host + ":" + std::to_string(gateway.port);
    if (!isLoopback(address))
        return { "gateway", Health::Fail, "The gateway is set to " + place + ", but it listens on this machine only.",
            "binnacle settings set gateway.host 127.0.0.1" };
    const Socket server(address.ai_family);
    const int reuse = 1; // as the gateway does: connections that are just closing do not count
    setsockopt(server.get(), SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    if (bind(server.get(), address.ai_addr, address.ai_addrlen) == 0 && listen(server.get(), 1) == 0)
        return { "gateway", Health::Ok, "The address " + place + " is free.", "" };
    const int problem = errno;
    const auto owner = problem == EADDRINUSE ? portOwner(gateway.port) : std::string();
    // The owner of another user's program cannot be told; then the answer alone has to do.
    const bool mayBeOurs = owner.empty() || owner.starts_with("binnacle");
    if (problem == EADDRINUSE && mayBeOurs && answersAsGateway(address))
        return { "gateway", Health::Ok, "A Binnacle answers at " + place + ".", "" };
    return { "gateway", Health::Fail,
        "The gateway cannot listen at " + place + ": " + std::strerror(problem)
            + (owner.empty() ? "." : ", by " + owner + "."),
        "End the other program, or take another port: binnacle settings set gateway.port 7475" };
}

bool canWrite(const std::string& folder, std::string& why)
{
    fs::path place = folder;
    std::error_code problem;
    while (!fs::exists(place, problem) && place != place.parent_path())
        place = place.parent_path(); // what is missing can be made where its parent is writable
    if (access(place.c_str(), W_OK | X_OK) == 0 && fs::is_directory(place, problem))
        return true;
    why = fs::is_directory(place, problem) ? std::strerror(errno) : place.string() + " is no folder";
    return false;
}

struct QmlModule {
    const char* folder;
    const char* package;
};

/// What the window and Qt's file dialogs import; each comes from a package of its own.
constexpr std::array qmlModules{ QmlModule{ "QtQml", "qml6-module-qtqml" },
    QmlModule{ "QtQml/Models", "qml6-module-qtqml-models" },
    QmlModule{ "QtQml/WorkerScript", "qml6-module-qtqml-workerscript" }, QmlModule{ "QtQuick", "qml6-module-qtquick" },
    QmlModule{ "QtQuick/Window", "qml6-module-qtquick-window" },
    QmlModule{ "QtQuick/Templates", "qml6-module-qtquick-templates" },
    QmlModule{ "QtQuick/Controls", "qml6-module-qtquick-controls" },
    QmlModule{ "QtQuick/Layouts", "qml6-module-qtquick-layouts" },
    QmlModule{ "QtQuick/Shapes", "qml6-module-qtquick-shapes" },
    QmlModule{ "QtQuick/Dialogs", "qml6-module-qtquick-dialogs" },
    QmlModule{ "Qt/labs/folderlistmodel", "qml6-module-qt-labs-folderlistmodel" },
    QmlModule{ "Qt/labs/settings", "qml6-module-qt-labs-settings" }, QmlModule{ "QtCharts", "qml6-module-qtcharts" } };

bool hasValue(const char* variable)
{
    const char* value = std::getenv(variable);
    return value && *value;
}

} // namespace

Findings checkGateway(const Settings& settings)
{
    if (settings.gateway.port == 0)
        return { { "gateway", Health::Ok, "The gateway takes any free port.", "" } };
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const auto port = std::to_string(settings.gateway.port);
    if (const int problem = getaddrinfo(settings.gateway.host.c_str(), port.c_str(), &hints, &found); problem != 0)
        return { { "gateway", Health::Fail,
            "The gateway's address \"" + settings.gateway.host + "\" means nothing here: " + gai_strerror(problem)
                + ".",
            "binnacle settings set gateway.host 127.0.0.1" } };
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, freeaddrinfo);
    return { portFinding(*addresses, settings.gateway) };
}

Findings checkFolders()
{
    Findings findings;
    std::string names;
    for (const auto& folder : { dataDirectory(), configDirectory(), stateDirectory(), cacheDirectory() }) {
        std::string why;
        if (!canWrite(folder, why))
            findings.push_back({ "folders", Health::Fail, "The folder " + folder + " cannot be written: " + why + ".",
                "Correct its permissions, or set XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME or XDG_CACHE_HOME." });
        names += (names.empty() ? "" : ", ") + folder;
    }
    if (findings.empty())
        findings.push_back({ "folders", Health::Ok, "All can be written: " + names + ".", "" });
    return findings;
}

Findings checkWindow()
{
    Findings findings;
    if (!hasValue("DISPLAY") && !hasValue("WAYLAND_DISPLAY"))
        findings.push_back({ "display", Health::Warn, "There is no display here, so the dashboard cannot open.",
            "Open it in a desktop session, or use the engine without a window: binnacle serve" });
    else
        findings.push_back({ "display", Health::Ok, "There is a display.", "" });

    const auto plugin = QLibraryInfo::path(QLibraryInfo::PluginsPath).toStdString() + "/platforms/libqxcb.so";
    if (void* library = dlopen(plugin.c_str(), RTLD_LAZY | RTLD_LOCAL)) {
        dlclose(library);
        findings.push_back({ "qt_plugins", Health::Ok, "Qt " + std::string(qVersion()) + " can draw on X11.", "" });
    } else {
        findings.push_back(
            { "qt_plugins", Health::Fail, std::string("Qt's plugin for X11 does not load: ") + dlerror() + ".",
                "Install libqt6gui6 and what it needs: apt-get install --reinstall libqt6gui6" });
    }
    const auto imports = QLibraryInfo::path(QLibraryInfo::QmlImportsPath);
    std::string packages;
    for (const auto& module : qmlModules) {
        if (!QFileInfo::exists(imports + u'/' + QLatin1String(module.folder) + QLatin1String("/qmldir")))
            packages += " " + std::string(module.package);
    }
    if (packages.empty())
        findings.push_back({ "qml_modules", Health::Ok, "Every module that the window imports is installed.", "" });
    else
        findings.push_back({ "qml_modules", Health::Fail, "Modules that the window imports are missing.",
            "apt-get install" + packages });
    return findings;
}

} // namespace binnacle::cli
