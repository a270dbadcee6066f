#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/composition.h"
#include "app/version.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"

#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace binnacle::cli {

namespace {

/// Reads HOST:PORT, [IPV6]:PORT or a bare PORT into `options`.
Result<void> readListen(std::string_view text, GatewayOptions& options)
{
    const std::size_t colon = text.rfind(':');
    const std::string_view port = colon == std::string_view::npos ? text : text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
    const std::string_view host = colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
    const bool isBareV6 = host.find(':') != std::string_view::npos && !host.starts_with('[');
    if (error != std::errc() || end != port.data() + port.size() || port.empty() || isBareV6)
        return Error::make(ErrorKind::InvalidInput, "INVALID_ADDRESS",
            "\"" + std::string(text) + "\" is not an address to listen on.",
            "Give HOST:PORT, for example 127.0.0.1:7474, or port 0 for any free one.");
    if (!host.empty())
        options.host = host;
    return {};
}

/// A full disk is waited for: it may have no room for the little that opening a store takes, and whoever started us
/// would have to start us again and again.
Result<std::unique_ptr<Engine>> openWhenThereIsRoom(
    Context& context, InterruptGuard& interrupt, const Settings& settings)
{
    constexpr std::chrono::seconds pause{ 1 };
    for (bool isTold = false;; isTold = true) {
        auto opened = openEngine(context.storeLocation(), StoreMode::Write, settings);
        if (opened || opened.error().code != "STORE_FULL")
            return opened;
        if (!isTold)
            context.out.note(opened.error().message + " Waiting for room; Ctrl-C ends.");
        if (interrupt.waitFor(pause))
            return opened;
    }
}

int run(Context& context, const std::string& listen)
{
    SettingsFile settings(context.settingsFile());
    if (const auto loaded = settings.reload(); !loaded)
        return context.out.fail(loaded.error());
    GatewayOptions gateway{ settings.current().gateway.host, settings.current().gateway.port };
    if (!listen.empty()) {
        if (const auto read = readListen(listen, gateway); !read)
            return context.out.fail(read.error());
    }
    InterruptGuard interrupt;
    auto opened = openWhenThereIsRoom(context, interrupt, settings.current());
    if (!opened && interrupt.interrupted())
        return exitDone;
    if (!opened)
        return context.out.fail(opened.error());
    auto engine = std::move(*opened);
    const auto url = engine->startGateway(gateway);
    if (!url)
        return context.out.fail(url.error());
    context.out.line(toJson(
        Record{ { "ready", true }, { "url", *url }, { "store", context.storeLocation() }, { "version", version() } }));
    if (!context.out.flush())
        return exitFailed; // Whoever started us would wait for the line for ever.
    context.out.note("Listening on " + *url + "; Ctrl-C ends.");
    interrupt.wait();
    context.out.note("Storing what has arrived, then closing.");
    engine.reset();
    return exitDone;
}

} // namespace

void addServeCommand(Command& root)
{
    auto listen = std::make_shared<std::string>();
    root.add("serve", "Run the engine and the gateway without a window")
        .option("--listen", *listen, "HOST:PORT of this machine; port 0: any free one")
        .footer("When ready, one line of JSON on standard output tells the address. Only this machine can connect.")
        .run([listen](Context& context) { return run(context, *listen); });
}

} // namespace binnacle::cli
