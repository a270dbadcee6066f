#include "backend/store/sqlite/log_chain.h"

#include "backend/core/varint.h"

#include <openssl/evp.h>

#include <array>
#include <memory>

namespace binnacle::sqlite {

std::string chainStart()
{
    return std::string(chainHashBytes, '\0');
}

Result<std::string> chainLink(
    std::string_view before, Seq firstSeq, std::int64_t count, std::initializer_list<std::string_view> parts)
{
    const auto failed = [] {
        return Error::make(ErrorKind::Internal, "CHECKSUM_FAILED", "A SHA-256 sum could not be computed.");
    };
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
        return failed();
    std::string head(before);
    putVarint(head, static_cast<std::uint64_t>(firstSeq));
    putVarint(head, static_cast<std::uint64_t>(count));
    // The lengths keep ("a", "bc") and ("ab", "c") apart.
    for (const std::string_view part : parts)
        putVarint(head, part.size());
    bool isDone = EVP_DigestUpdate(context.get(), head.data(), head.size()) == 1;
    for (const std::string_view part : parts)
        isDone = isDone && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!isDone || EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1)
        return failed();
    return std::string(reinterpret_cast<const char*>(digest.data()), size);
}

} // namespace binnacle::sqlite
