#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::xes {

/// The part of a document that may still be asked for: from the element being captured, or from the tag that has not
/// ended yet. Offsets count from the start of the document.
class ByteWindow {
public:
    /// Most bytes of one element that are kept.
    static constexpr std::size_t maxElementBytes = 16 * 1024 * 1024;

    void append(std::string_view bytes) { m_bytes.append(bytes); }

    /// An element whose bytes will be wanted begins at `offset`.
    void capture(std::uint64_t offset);
    bool isCapturing() const { return m_captureFrom.has_value(); }

    struct Captured {
        std::string_view bytes; ///< Valid until the next append or capture.
        bool isCut = false; ///< Only the beginning: the element is larger than maxElementBytes.
    };
    /// The captured element up to `end`; capturing ends.
    Captured take(std::uint64_t end);

    /// What is captured so far, or what lies from `token` on: at most `limit` bytes (for a report of a fault).
    std::string_view pending(std::uint64_t token, std::size_t limit) const;

    /// Nothing before `token` will be asked for but what is captured. False: the tag that begins there is larger
    /// than maxElementBytes.
    bool forgetBefore(std::uint64_t token);

    std::uint64_t start() const { return m_start; }

private:
    std::string_view from(std::uint64_t first, std::uint64_t end) const;

    std::string m_bytes;
    std::uint64_t m_start = 0; ///< Offset of m_bytes.
    std::optional<std::uint64_t> m_captureFrom;
    std::string m_cut;
};

} // namespace binnacle::xes
