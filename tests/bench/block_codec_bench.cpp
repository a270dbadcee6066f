// Packs and unpacks the events of a file as blocks of the log.
//   block_codec_bench FILE [EVENTS [EVENTS_A_BLOCK]]
// FILE is NDJSON, or an event log (.xes, not compressed). Prints one JSON object: bytes an event, nanoseconds an event.
#include "backend/event/parser.h"
#include "backend/event/xes/xes_reader.h"
#include "backend/store/log/packed_block.h"

#include <zstd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

using namespace binnacle;

namespace {

constexpr int rounds = 9;
constexpr std::size_t batchEvents = 2048; ///< Events that share a time of recording.

void must(const Result<void>& result)
{
    if (!result) {
        std::fprintf(stderr, "block_codec_bench: %s\n", result.error().message.c_str());
        std::exit(1);
    }
}

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "block_codec_bench: %s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

class BlockMaker {
public:
    explicit BlockMaker(std::size_t eventsOfBlock)
        : m_eventsOfBlock(eventsOfBlock)
    {
    }

    void add(EventBatch& batch, std::size_t most)
    {
        batch.makeRecords();
        for (const ParsedItem& item : batch.items) {
            const Event* event = item.event();
            if (event == nullptr || count == most)
                continue;
            if (blocks.empty() || blocks.back().count() == m_eventsOfBlock || blocks.back().byteSize() > 2 * blockBytes)
                blocks.emplace_back();
            if (count % batchEvents == 0)
                m_recordedAt += 12'345;
            blocks.back().append({ m_recordedAt, item.record->facts, event->payload });
            factBytes += item.record->facts.size();
            payloadBytes += event->payload.size();
            ++count;
        }
    }

    std::vector<RawBlock> blocks;
    std::size_t count = 0;
    std::size_t factBytes = 0;
    std::size_t payloadBytes = 0;

private:
    std::size_t m_eventsOfBlock;
    std::int64_t m_recordedAt = 1'790'000'000'000'000;
};

void readLines(const char* path, std::size_t most, BlockMaker& blocks)
{
    std::ifstream file(path);
    ItemParser parser{ ParseOptions{} };
    std::string line;
    while (file && blocks.count < most) {
        EventBatch batch;
        std::string text;
        for (std::size_t i = 0; i < 1000 && std::getline(file, line); ++i)
            text.append(line) += '\n';
        parseDocument(batch.adopt(std::move(text)), std::nullopt, parser, batch, 1);
        blocks.add(batch, most);
    }
}

void readLog(const char* path, std::size_t most, BlockMaker& blocks)
{
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    EventBatch batch;
    ParseOptions options;
    options.fileName = path;
    XesReader reader(options, [&]() -> EventBatch& { return batch; });
    reader.feed(text.str());
    reader.finish();
    blocks.add(batch, most);
}

/// Processor time of the shortest of several runs, as nanoseconds an event: the machine may have other work.
double nanoseconds(std::size_t count, const std::function<void()>& act)
{
    std::clock_t best = std::numeric_limits<std::clock_t>::max();
    for (int i = 0; i < rounds; ++i) {
        const std::clock_t begin = std::clock();
        act();
        best = std::min(best, std::clock() - begin);
    }
    return 1e9 * static_cast<double>(best) / CLOCKS_PER_SEC / static_cast<double>(count);
}

/// What is measured against: facts and payloads as they are, each compressed by zstd at its first level.
std::size_t compressPlain(const BlockMaker& input)
{
    static ZSTD_CCtx* const context = ZSTD_createCCtx();
    std::string facts;
    std::string payloads;
    std::string out;
    std::size_t size = 0;
    for (const RawBlock& block : input.blocks) {
        facts.clear();
        payloads.clear();
        for (std::size_t i = 0; i < block.count(); ++i) {
            facts += block.at(i).facts;
            payloads += block.at(i).payload;
        }
        for (const std::string_view part : { std::string_view(facts), std::string_view(payloads) }) {
            out.resize(ZSTD_compressBound(part.size()));
            size += ZSTD_compressCCtx(context, out.data(), out.size(), part.data(), part.size(), 1);
        }
    }
    return size;
}

void print(const BlockMaker& input)
{
    const auto per = [&](std::size_t bytes) { return static_cast<double>(bytes) / static_cast<double>(input.count); };
    std::vector<PackedBlock> packed(input.blocks.size());
    const double pack = nanoseconds(input.count, [&] {
        for (std::size_t i = 0; i < packed.size(); ++i)
            packed[i] = must(packBlock(input.blocks[i]));
    });
    std::size_t plain = 0;
    const double plainPack = nanoseconds(input.count, [&] { plain = compressPlain(input); });
    std::size_t facts = 0;
    std::size_t payloads = 0;
    for (const PackedBlock& block : packed) {
        facts += block.facts.size();
        payloads += block.payloads.size();
    }
    std::size_t used = 0; // Keeps the work from being left out.
    const double unpack = nanoseconds(input.count, [&] {
        for (std::size_t i = 0; i < packed.size(); ++i) {
            const FactColumns columns = must(FactColumns::unpack(packed[i].facts, input.blocks[i].count()));
            for (std::size_t row = 0; row < columns.count(); ++row)
                used += columns.event(row).eventId.size();
        }
    });
    std::vector<FactColumns> columns;
    for (std::size_t i = 0; i < packed.size(); ++i)
        columns.push_back(must(FactColumns::unpack(packed[i].facts, input.blocks[i].count())));
    std::string out;
    const double payload = nanoseconds(input.count, [&] {
        for (std::size_t i = 0; i < packed.size(); ++i) {
            const PayloadColumns payloadColumns = must(PayloadColumns::unpack(packed[i].payloads, columns[i]));
            for (std::size_t row = 0; row < columns[i].count(); ++row) {
                must(payloadColumns.payload(row, out));
                used += out.size();
            }
        }
    });
    for (std::size_t i = 0; i < packed.size(); ++i) {
        const PayloadColumns payloadColumns = must(PayloadColumns::unpack(packed[i].payloads, columns[i]));
        for (std::size_t row = 0; row < columns[i].count(); ++row) {
            must(payloadColumns.payload(row, out));
            if (out != input.blocks[i].at(row).payload) {
                std::fputs("block_codec_bench: a payload came back different\n", stderr);
                std::exit(1);
            }
        }
    }
    std::printf(
        "{\"events\":%zu,\"blocks\":%zu,\"raw_facts\":%.1f,\"raw_payload\":%.1f,\"facts\":%.2f,\"payloads\":%.2f,"
        "\"both\":%.2f,\"plain\":%.2f,\"pack_ns\":%.0f,\"plain_pack_ns\":%.0f,\"unpack_facts_ns\":%.0f,"
        "\"payload_ns\":%.0f,\"used\":%zu}\n",
        input.count, packed.size(), per(input.factBytes), per(input.payloadBytes), per(facts), per(payloads),
        per(facts + payloads), per(plain), pack, plainPack, unpack, payload, used % 10);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fputs("usage: block_codec_bench FILE [EVENTS [EVENTS_A_BLOCK]]\n", stderr);
        return 2;
    }
    const std::size_t most = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 100'000;
    BlockMaker blocks(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : blockEvents);
    const std::string_view path = argv[1];
    if (path.ends_with(".xes"))
        readLog(argv[1], most, blocks);
    else
        readLines(argv[1], most, blocks);
    if (blocks.count == 0) {
        std::fputs("block_codec_bench: no events\n", stderr);
        return 1;
    }
    print(blocks);
}
