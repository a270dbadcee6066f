#include "tests/support/http_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace binnacle::test {

HttpClient::HttpClient(std::uint16_t port)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

HttpClient::~HttpClient()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

bool HttpClient::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void HttpClient::finishSending()
{
    ::shutdown(m_socket, SHUT_WR);
}

bool HttpClient::receive()
{
    pollfd waiting = { m_socket, POLLIN, 0 };
    if (::poll(&waiting, 1, patienceMs) != 1)
        return false;
    char buffer[64 * 1024];
    const ssize_t count = ::recv(m_socket, buffer, sizeof buffer, 0);
    if (count <= 0)
        return false;
    m_received.append(buffer, static_cast<std::size_t>(count));
    return true;
}

std::optional<HttpResponse> HttpClient::read(bool hasBody)
{
    std::size_t end = std::string::npos;
    while ((end = m_received.find("\r\n\r\n")) == std::string::npos) {
        if (!receive())
            return std::nullopt;
    }
    HttpResponse response;
    std::string_view head = std::string_view(m_received).substr(0, end);
    if (head.size() < 12)
        return std::nullopt;
    response.status = std::atoi(std::string(head.substr(9, 3)).c_str());
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n")) {
        head.remove_prefix(at + 2);
        const std::string_view line = head.substr(0, head.find("\r\n"));
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos)
            continue;
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        response.headers[name] = line.substr(colon + 2);
    }
    const auto length =
        hasBody ? static_cast<std::size_t>(std::atoll(response.headers["content-length"].c_str())) : std::size_t{ 0 };
    while (m_received.size() < end + 4 + length) {
        if (!receive())
            return std::nullopt;
    }
    response.body = m_received.substr(end + 4, length);
    m_received.erase(0, end + 4 + length);
    return response;
}

void HttpClient::skip(std::size_t count)
{
    while (m_received.size() < count && receive()) { }
    m_received.erase(0, count);
}

bool HttpClient::hasInput(int milliseconds)
{
    pollfd waiting = { m_socket, POLLIN, 0 };
    return !m_received.empty() || ::poll(&waiting, 1, milliseconds) == 1;
}

void HttpClient::reset()
{
    const linger now = { 1, 0 };
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(std::exchange(m_socket, -1));
}

bool HttpClient::waitForClose()
{
    if (!m_received.empty())
        return false;
    pollfd waiting = { m_socket, POLLIN, 0 };
    if (::poll(&waiting, 1, patienceMs) != 1)
        return false;
    char byte = 0;
    return ::recv(m_socket, &byte, 1, 0) <= 0;
}

std::string HttpClient::postText(
    std::string_view path, std::string_view body, std::string_view contentType, std::string_view moreHeaders)
{
    std::string text = "POST " + std::string(path)
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    if (!contentType.empty())
        text.append("Content-Type: ").append(contentType).append("\r\n");
    return text.append(moreHeaders).append("\r\n").append(body);
}

std::optional<HttpResponse> HttpClient::post(std::string_view path, std::string_view body, std::string_view contentType)
{
    if (!send(postText(path, body, contentType)))
        return std::nullopt;
    return read();
}

std::optional<HttpResponse> HttpClient::get(std::string_view path)
{
    if (!send("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        return std::nullopt;
    return read();
}

} // namespace binnacle::test
