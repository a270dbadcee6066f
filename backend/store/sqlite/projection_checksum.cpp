#include "backend/store/sqlite/projection_checksum.h"

#include "backend/store/sqlite/projection_rows.h"

#include <openssl/evp.h>

#include <array>

namespace binnacle::sqlite {

namespace {

Result<std::string> sha256(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        return Error::make(ErrorKind::Internal, "CHECKSUM_FAILED", "A SHA-256 sum could not be computed.");
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex.push_back("0123456789abcdef"[digest[i] >> 4]);
        hex.push_back("0123456789abcdef"[digest[i] & 15]);
    }
    return hex;
}

} // namespace

Result<std::string> projectionChecksum(Connection& connection)
{
    auto transaction = Transaction::begin(connection, Transaction::Kind::Read);
    if (!transaction)
        return transaction.error();
    std::string content;
    std::string arrival;
    for (const ProjectionPart& part : projectionParts()) {
        auto sum = sumOf(part, connection);
        if (!sum)
            return sum.error();
        std::string& out = part.dependsOnArrival ? arrival : content;
        for (const std::uint64_t number : { sum->count, sum->high, sum->low })
            out.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    auto first = sha256(content);
    if (!first)
        return first.error();
    auto second = sha256(arrival);
    if (!second)
        return second.error();
    return *first + '-' + *second;
}

} // namespace binnacle::sqlite
