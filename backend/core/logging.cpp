#include "backend/core/logging.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>

namespace binnacle::log {

namespace {

struct Loggers {
    std::shared_ptr<spdlog::sinks::stderr_sink_mt> console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    spdlog::logger core{ "core", console };
    spdlog::logger store{ "store", console };
    spdlog::logger intake{ "intake", console };
    spdlog::logger engine{ "engine", console };
    spdlog::logger app{ "app", console };

    std::array<spdlog::logger*, 5> all() { return { &core, &store, &intake, &engine, &app }; }

    Loggers()
    {
        for (auto* logger : all()) {
            logger->set_level(spdlog::level::warn);
            logger->flush_on(spdlog::level::warn);
            logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l [%n] %v");
        }
    }
};

Loggers& loggers()
{
    static Loggers instance;
    return instance;
}

} // namespace

spdlog::logger& core()
{
    return loggers().core;
}
spdlog::logger& store()
{
    return loggers().store;
}
spdlog::logger& intake()
{
    return loggers().intake;
}
spdlog::logger& engine()
{
    return loggers().engine;
}
spdlog::logger& app()
{
    return loggers().app;
}

void configure(Level level, const std::string& file)
{
    std::shared_ptr<spdlog::sinks::sink> fileSink;
    if (!file.empty())
        fileSink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file, 5 * 1024 * 1024, 3);
    for (auto* logger : loggers().all()) {
        if (fileSink)
            logger->sinks().push_back(fileSink);
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l [%n] %v");
    }
    setLevel(level);
}

void setLevel(Level level)
{
    const auto spdlogLevel = level == Level::Quiet ? spdlog::level::err
        : level == Level::Verbose                  ? spdlog::level::debug
                                                   : spdlog::level::warn;
    loggers().console->set_level(spdlogLevel);
    // A file is for later: it has more than the console.
    for (auto* logger : loggers().all())
        logger->set_level(logger->sinks().size() > 1 ? std::min(spdlogLevel, spdlog::level::info) : spdlogLevel);
}

} // namespace binnacle::log
