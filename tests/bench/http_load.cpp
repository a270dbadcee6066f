// Posts the lines of an NDJSON file and measures the answers, on one thread.
//   http_load PORT PATH FILE CONNECTIONS LINES_A_POST SECONDS [POSTS_A_SECOND]
// Without a rate every connection posts again as soon as it has its answer. With one, posts are due at fixed times
// whatever the server does, and an answer's time counts from when its post was due.
// Prints one JSON object: posts, lines, refused (answers other than 200), seconds, posts_per_second, p50_ms, p95_ms,
// p99_ms, max_ms.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

namespace {

struct Options {
    std::uint16_t port = 0;
    std::string path;
    std::string file;
    std::size_t connections = 1;
    std::size_t linesAPost = 1;
    double seconds = 1;
    double rate = 0; ///< Posts a second; 0: as fast as they are answered.
};

/// Reads the file as it goes and makes whole requests of its lines; begins anew at its end.
class Requests {
public:
    explicit Requests(const Options& options)
        : m_options(options)
        , m_file(options.file, std::ios::binary)
    {
        if (!m_file)
            throw std::runtime_error("cannot read " + options.file);
    }

    std::string next()
    {
        std::string body;
        for (std::size_t i = 0; i < m_options.linesAPost; ++i) {
            if (!std::getline(m_file, m_line)) {
                m_file.clear();
                m_file.seekg(0);
                std::getline(m_file, m_line);
            }
            body += m_line;
            if (m_options.linesAPost > 1)
                body += '\n';
        }
        return "POST " + m_options.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
            + (m_options.linesAPost > 1 ? "application/x-ndjson" : "application/json")
            + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

private:
    const Options& m_options;
    std::ifstream m_file;
    std::string m_line;
};

class Load;

class Client {
public:
    Client(asio::io_context& io, Load& load)
        : m_stream(io)
        , m_load(load)
    {
    }
    void connect(std::uint16_t port)
    {
        m_stream.connect({ asio::ip::address_v4::loopback(), port });
        m_stream.socket().set_option(tcp::no_delay(true));
    }
    void post(Clock::time_point due);

private:
    beast::tcp_stream m_stream;
    Load& m_load;
    beast::flat_buffer m_buffer;
    http::response<http::string_body> m_response;
    std::string m_request;
};

class Load {
public:
    explicit Load(const Options& options)
        : m_options(options)
        , m_requests(options)
        , m_timer(m_io)
    {
    }

    void run()
    {
        for (std::size_t i = 0; i < m_options.connections; ++i) {
            m_clients.push_back(std::make_unique<Client>(m_io, *this));
            m_clients.back()->connect(m_options.port);
        }
        m_begin = Clock::now();
        m_end = m_begin + std::chrono::microseconds(static_cast<std::int64_t>(m_options.seconds * 1e6));
        for (const auto& client : m_clients)
            isFree(client.get());
        if (m_options.rate > 0)
            schedule();
        m_io.run();
        print();
    }

    std::string request() { return m_requests.next(); }

    void answered(Client* client, Clock::time_point due, bool isOk)
    {
        m_last = Clock::now();
        m_latencies.push_back(std::chrono::duration<double, std::milli>(m_last - due).count());
        if (!isOk)
            ++m_refused;
        isFree(client);
    }
    void failed(const beast::error_code& error)
    {
        std::fprintf(stderr, "http_load: %s\n", error.message().c_str());
        std::exit(1);
    }

private:
    void isFree(Client* client)
    {
        if (m_options.rate <= 0) {
            if (Clock::now() < m_end)
                client->post(Clock::now());
            return;
        }
        if (m_due.empty()) {
            m_free.push_back(client);
            return;
        }
        const Clock::time_point due = m_due.front();
        m_due.pop_front();
        client->post(due);
    }

    void schedule()
    {
        const Clock::time_point now = Clock::now();
        for (;; ++m_scheduled) {
            const auto due = m_begin
                + std::chrono::nanoseconds(
                    static_cast<std::int64_t>(static_cast<double>(m_scheduled) * 1e9 / m_options.rate));
            if (due >= m_end)
                return;
            if (due > now) {
                m_timer.expires_at(due);
                m_timer.async_wait([this](const beast::error_code&) { schedule(); });
                return;
            }
            if (m_free.empty()) {
                m_due.push_back(due);
            } else {
                Client* client = m_free.back();
                m_free.pop_back();
                client->post(due);
            }
        }
    }

    void print()
    {
        std::sort(m_latencies.begin(), m_latencies.end());
        const auto at = [this](double share) {
            if (m_latencies.empty())
                return 0.0;
            return m_latencies[std::min(
                m_latencies.size() - 1, static_cast<std::size_t>(share * static_cast<double>(m_latencies.size())))];
        };
        const double seconds = std::chrono::duration<double>(m_last - m_begin).count();
        std::printf("{\"posts\":%zu,\"lines\":%zu,\"refused\":%zu,\"seconds\":%.3f,\"posts_per_second\":%.1f,"
                    "\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}\n",
            m_latencies.size(), m_latencies.size() * m_options.linesAPost, m_refused, seconds,
            static_cast<double>(m_latencies.size()) / seconds, at(0.5), at(0.95), at(0.99), at(1));
    }

    const Options& m_options;
    Requests m_requests;
    asio::io_context m_io{ 1 };
    asio::steady_timer m_timer;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<Client*> m_free;
    std::deque<Clock::time_point> m_due; ///< Posts that found no free connection.
    std::size_t m_scheduled = 0;
    std::size_t m_refused = 0;
    std::vector<double> m_latencies; ///< Milliseconds.
    Clock::time_point m_begin, m_end, m_last;
};

void Client::post(Clock::time_point due)
{
    m_request = m_load.request();
    asio::async_write(m_stream, asio::buffer(m_request), [this, due](beast::error_code error, std::size_t) {
        if (error)
            return m_load.failed(error);
        m_response = {};
        http::async_read(m_stream, m_buffer, m_response, [this, due](beast::error_code failure, std::size_t) {
            if (failure)
                return m_load.failed(failure);
            m_load.answered(this, due, m_response.result() == http::status::ok);
        });
    });
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 7) {
        std::fputs("usage: http_load PORT PATH FILE CONNECTIONS LINES_A_POST SECONDS [POSTS_A_SECOND]\n", stderr);
        return 2;
    }
    Options options;
    options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    options.path = argv[2];
    options.file = argv[3];
    options.connections = std::strtoul(argv[4], nullptr, 10);
    options.linesAPost = std::strtoul(argv[5], nullptr, 10);
    options.seconds = std::atof(argv[6]);
    options.rate = argc > 7 ? std::atof(argv[7]) : 0;
    try {
        Load(options).run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "http_load: %s\n", error.what());
        return 1;
    }
}
