#pragma once

#include "backend/event/event_batch.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional/optional.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace binnacle::http {

/// A request's body in a string that an EventBatch can adopt without copying it. (Body concept of Boost.Beast.)
struct PaddedBody {
    using value_type = std::string;

    class reader {
    public:
        template <bool isRequest, class Fields>
        reader(boost::beast::http::header<isRequest, Fields>&, value_type& body)
            : m_body(body)
        {
        }

        void init(const boost::optional<std::uint64_t>& length, boost::system::error_code& error)
        {
            // No more than this on a sender's word alone.
            constexpr std::uint64_t mostAtFirst = 256 * 1024;
            m_body.reserve(std::min(length.value_or(0), mostAtFirst) + EventBatch::padding);
            error = {};
        }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, boost::system::error_code& error)
        {
            std::size_t size = 0;
            for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
                m_body.append(static_cast<const char*>(buffer.data()), buffer.size());
                size += buffer.size();
            }
            error = {};
            return size;
        }

        void finish(boost::system::error_code& error) { error = {}; }

    private:
        value_type& m_body;
    };
};

} // namespace binnacle::http
