#include "backend/event/xes/byte_window.h"

#include <algorithm>

namespace binnacle::xes {

void ByteWindow::capture(std::uint64_t offset)
{
    m_captureFrom = offset;
    m_cut.clear();
}

std::string_view ByteWindow::from(std::uint64_t first, std::uint64_t end) const
{
    const std::uint64_t begin = std::clamp<std::uint64_t>(first, m_start, m_start + m_bytes.size());
    const std::uint64_t stop = std::clamp<std::uint64_t>(end, begin, m_start + m_bytes.size());
    return std::string_view(m_bytes).substr(begin - m_start, stop - begin);
}

ByteWindow::Captured ByteWindow::take(std::uint64_t end)
{
    Captured captured;
    if (!m_captureFrom)
        return captured;
    if (m_cut.empty() && end - *m_captureFrom > maxElementBytes)
        m_cut = from(*m_captureFrom, *m_captureFrom + maxElementBytes);
    captured.isCut = !m_cut.empty();
    captured.bytes = captured.isCut ? std::string_view(m_cut) : from(*m_captureFrom, end);
    m_captureFrom.reset();
    return captured;
}

std::string_view ByteWindow::pending(std::uint64_t token, std::size_t limit) const
{
    if (m_captureFrom && !m_cut.empty())
        return std::string_view(m_cut).substr(0, limit);
    return from(m_captureFrom.value_or(token), m_start + m_bytes.size()).substr(0, limit);
}

bool ByteWindow::forgetBefore(std::uint64_t token)
{
    std::uint64_t keep = token;
    if (m_captureFrom && token >= *m_captureFrom) {
        if (token - *m_captureFrom <= maxElementBytes)
            keep = *m_captureFrom;
        else if (m_cut.empty())
            m_cut = from(*m_captureFrom, *m_captureFrom + maxElementBytes);
    }
    if (keep > m_start) {
        const std::uint64_t count = std::min<std::uint64_t>(keep - m_start, m_bytes.size());
        m_bytes.erase(0, count);
        m_start += count;
    }
    return m_start + m_bytes.size() <= token + maxElementBytes;
}

} // namespace binnacle::xes
