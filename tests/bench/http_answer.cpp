// Baseline of the HTTP benchmarks: a Boost.Beast server that reads a POST and answers at once, on one thread.
//   http_answer PORT
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

class Session : public std::enable_shared_from_this<Session> {
public:
    explicit Session(tcp::socket socket)
        : m_stream(std::move(socket))
    {
        m_stream.socket().set_option(tcp::no_delay(true));
    }

    void read()
    {
        m_parser.emplace();
        m_parser->body_limit(16 * 1024 * 1024);
        http::async_read(
            m_stream, m_buffer, *m_parser, [self = shared_from_this()](beast::error_code error, std::size_t) {
                if (!error)
                    self->answer();
            });
    }

private:
    void answer()
    {
        m_response = { http::status::ok, 11 };
        m_response.set(http::field::content_type, "application/json");
        m_response.body() = R"({"success":true})";
        m_response.prepare_payload();
        http::async_write(m_stream, m_response, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error)
                self->read();
        });
    }

    beast::tcp_stream m_stream;
    beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    http::response<http::string_body> m_response;
};

void accept(tcp::acceptor& acceptor)
{
    acceptor.async_accept([&acceptor](beast::error_code error, tcp::socket socket) {
        if (!error)
            std::make_shared<Session>(std::move(socket))->read();
        accept(acceptor);
    });
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: http_answer PORT\n", stderr);
        return 2;
    }
    asio::io_context io(1);
    tcp::acceptor acceptor(io, { asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(std::atoi(argv[1])) });
    accept(acceptor);
    std::puts("ready");
    std::fflush(stdout);
    io.run();
}
