#pragma once

#include "backend/event/event_batch.h"
#include "backend/event/parser.h"
#include "backend/intake/array_scanner.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// Reads NDJSON, a JSON array or JSON objects one behind the other, of any size, piece by piece. Small inputs go to
/// parseDocument() whole, so that a file and a request body with the same bytes give the same items; large ones are
/// cut where a value certainly ends. An item over 16 MiB is refused with its beginning.
class JsonStream {
public:
    /// Asked before items are appended for the batch they go to.
    using BatchSource = std::function<EventBatch&()>;

    /// In bytes.
    struct Limits {
        std::size_t part =
            1024 * 1024; ///< Inputs up to this size are parsed whole; larger ones in parts of at least it.
        std::size_t item = 16 * 1024 * 1024; ///< Most of one item that is looked at and kept.
    };

    JsonStream(ItemParser& parser, std::optional<Dialect> dialect, BatchSource batches);
    /// With limits other than the usual ones, for tests: small inputs then meet what only large ones do.
    JsonStream(ItemParser& parser, std::optional<Dialect> dialect, BatchSource batches, Limits limits);

    void feed(std::string_view bytes);
    /// Parses what is complete already, because more bytes may be long in coming.
    void flush();
    /// No more bytes will come: what is left is parsed.
    void finish();

    std::uint64_t itemCount() const { return m_items; }

private:
    enum class Mode { Undecided, Values, Array, SkipValue, SkipElement };

    void advance(bool isLast);
    void decide(bool isLast);
    void begin();
    void takeValues(bool isLast);
    void takeElements(bool isLast);
    void skipValue(bool isLast);
    void skipElement(bool isLast);
    void parseValues(std::size_t size);
    void parseElements(std::size_t size);
    void refuse(std::string_view raw, std::string code, std::string message);
    std::string takeFront(std::size_t size);
    void drop(std::size_t size);

    ItemParser& m_parser;
    std::optional<Dialect> m_dialect;
    BatchSource m_batches;
    Limits m_limits;

    Mode m_mode = Mode::Undecided;
    std::string m_buffer;
    std::size_t m_scanned = 0; ///< Of m_buffer, by the search for the place to cut.
    std::uint64_t m_line = 1; ///< Of the buffer's first byte.
    std::uint64_t m_items = 0;
    bool m_isOneValue = true; ///< The input may still be one array, whose items are numbered by their place.

    struct Element {
        std::size_t begin = 0;
        std::size_t size = 0;
    };
    ArrayScanner m_scanner;
    std::vector<Element> m_elements; ///< Complete ones at the front of m_buffer.
    std::size_t m_elementStart = 0;
    std::uint64_t m_place = 0; ///< Of the last element in the array, 1-based.
    bool m_isElementNeeded = false; ///< A comma came last.
};

} // namespace binnacle
