#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/reading.h"
#include "app/cli/text.h"
#include "app/cli/waiting.h"
#include "app/composition.h"
#include "backend/engine/engine.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <unistd.h>

namespace binnacle::cli {

namespace {

struct Options {
    std::string format;
    std::vector<std::string> query;
    std::string sort;
    std::string columns;
    std::string mask;
    std::string file = "-";
};

/// A private folder that vanishes with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder()
        : m_path((std::filesystem::temp_directory_path() / "binnacle-export-XXXXXX").string())
    {
        m_made = mkdtemp(m_path.data()) != nullptr;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        if (m_made)
            std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    bool made() const { return m_made; }
    const std::string& path() const { return m_path; }

private:
    std::string m_path;
    bool m_made = false;
};

void copyToOutput(const Output& out, const std::string& path)
{
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (!file)
        return;
    std::array<char, 64 * 1024> block{};
    std::size_t count = 0;
    while ((count = std::fread(block.data(), 1, block.size(), file)) > 0)
        out.raw({ block.data(), count });
    std::fclose(file);
}

int run(Context& context, const Options& options)
{
    auto query = readQuery(options.query);
    if (!query)
        return context.out.fail(query.error());
    const auto sort = readSort(options.sort);
    if (!sort)
        return context.out.fail(sort.error());
    query->sort = *sort;
    const auto settings = context.settings();
    if (!settings)
        return context.out.fail(settings.error());
    const InterruptGuard interrupt;
    const auto engine = openEngine(context.storeLocation(), StoreMode::Read, *settings);
    if (!engine)
        return context.out.fail(engine.error());

    // What the settings mask stays masked; the option can only add to it.
    auto masked = settings->exporting.maskedColumns;
    for (auto& column : wordsOf(options.mask))
        masked.push_back(std::move(column));
    const bool toOutput = options.file == "-";
    const TemporaryFolder folder;
    if (toOutput && !folder.made())
        return context.out.fail(Error::make(ErrorKind::Unavailable, "WRITE_FAILED",
            std::string("No temporary folder can be made: ") + std::strerror(errno) + ".",
            "Check TMPDIR and the disk."));
    const auto path = toOutput ? folder.path() + "/export" : std::filesystem::absolute(options.file).string();
    const auto rows = await<std::int64_t>([&](auto done) {
        (*engine)->exportEntities(
            interrupt.token(), *query, wordsOf(options.columns), masked, options.format, path,
            [&](std::int64_t count) { context.out.progress(formatCount(count) + " rows"); }, std::move(done));
    });
    context.out.progress({});
    if (!rows)
        return context.out.fail(rows.error());
    if (toOutput)
        copyToOutput(context.out, path);
    else
        context.out.note(formatCount(*rows) + " rows written to " + path);
    return exitDone;
}

} // namespace

void addExportCommand(Command& root)
{
    auto options = std::make_shared<Options>();
    auto command = root.add("export", "Write all entities that a query matches to a file or standard output");
    command.choice("file_format", options->format, { "csv", "json", "ndjson" }, "How the rows are written", true);
    command.list("query", options->query, "As for entities; everything without it");
    command.option("--out", options->file, "File; it appears when it is complete. Default: standard output");
    command.option("--sort", options->sort, "As for entities");
    command.option("--columns", options->columns, "Names with commas between; default: all");
    command.option("--mask", options->mask, "Columns whose values are hidden, besides those of the settings");
    command.run([options](Context& context) { return run(context, *options); });
}

} // namespace binnacle::cli
