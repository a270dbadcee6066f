#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::test {

struct HttpResponse {
    int status = 0;
    std::map<std::string, std::string> headers; ///< Names in lower case.
    std::string body;
};

/// Speaks raw bytes over one TCP connection to this machine, so that tests can send what no library would. Blocks;
/// gives up after patienceMs.
class HttpClient {
public:
    static constexpr int patienceMs = 120'000;

    explicit HttpClient(std::uint16_t port);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    bool isConnected() const { return m_socket >= 0; }
    bool send(std::string_view bytes);
    /// Tells the peer that nothing more comes, and keeps listening.
    void finishSending();
    /// The next answer, or nullopt when the connection ends without one. To HEAD comes none with a body.
    std::optional<HttpResponse> read(bool hasBody = true);
    /// Passes over bytes of an answer.
    void skip(std::size_t count);
    /// Whether there is something to read, or the end of it, within so long.
    bool hasInput(int milliseconds = patienceMs);
    /// Ends the connection at once, and lets the peer know by a reset.
    void reset();
    /// True once the peer has closed; false if it sent something instead.
    bool waitForClose();

    /// Sends a POST with a body and reads the answer.
    std::optional<HttpResponse> post(
        std::string_view path, std::string_view body, std::string_view contentType = "application/json");
    std::optional<HttpResponse> get(std::string_view path);

    static std::string postText(std::string_view path, std::string_view body,
        std::string_view contentType = "application/json", std::string_view moreHeaders = {});

private:
    bool receive();

    int m_socket = -1;
    std::string m_received;
};

} // namespace binnacle::test
