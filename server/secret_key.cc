#include "server/secret_key.h"

#include "schema/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

namespace sitrep {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::string_view secret_prefix = "whsec_";

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
        throw Error(ErrorKind::internal, "no random numbers are to be had");
    return bytes;
}

std::string base64_decoded(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text),
                                     static_cast<int>(text.size()));
    if (size < 0) return {};
    const auto padding = static_cast<std::size_t>(std::count(text.begin(), text.end(), '='));
    bytes.resize(static_cast<std::size_t>(size) - std::min<std::size_t>(padding, 2));
    return bytes;
}

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& file) {
    const bool written =
        ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (written) return;
    std::filesystem::remove(file);
    throw Error(ErrorKind::usage, fmt::format("cannot write the key {}", file.string()),
                "is the disk full?");
}

std::string read_key(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw Error(ErrorKind::usage,
                    fmt::format("cannot read the key {}: {}", file.string(), std::strerror(errno)),
                    "it belongs to the state beside it; make it readable for the server");
    std::string key(key_bytes + 1, '\0');
    const ssize_t got = ::read(descriptor, key.data(), key.size());
    ::close(descriptor);
    if (got != static_cast<ssize_t>(key_bytes))
        throw Error(ErrorKind::usage, fmt::format("{} is not a key of Sitrep's", file.string()),
                    "restore it, or remove it: then secrets, feeds and their addresses are new");
    key.resize(key_bytes);
    return key;
}

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
             reinterpret_cast<unsigned char*>(out.data()), &size) == nullptr)
        throw Error(ErrorKind::internal, "cannot compute a signature");
    out.resize(size);
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                                     static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string base64_url(std::string_view bytes) {
    std::string out = base64(bytes);
    out.erase(std::min(out.find('='), out.size()));
    std::replace(out.begin(), out.end(), '+', '-');
    std::replace(out.begin(), out.end(), '/', '_');
    return out;
}

bool equals_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_id(std::string_view prefix) {
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789"; // 32, none alike
    std::string id(prefix);
    for (const char byte : random_bytes(20)) id += letters[static_cast<unsigned char>(byte) % 32];
    return id;
}

SecretKey::SecretKey(const std::filesystem::path& file) {
    // Complete before it has its name: a crash leaves no half of a key.
    const std::filesystem::path fresh = file.string() + ".new";
    if (!std::filesystem::exists(file)) {
        std::filesystem::remove(fresh);
        const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (descriptor < 0)
            throw Error(
                ErrorKind::usage,
                fmt::format("cannot write the key {}: {}", fresh.string(), std::strerror(errno)),
                "the directory of the state must be writable for the server");
        write_all(descriptor, random_bytes(key_bytes), fresh);
        std::filesystem::rename(fresh, file);
    }
    key_ = read_key(file);
}

std::string SecretKey::derive(std::string_view purpose, std::string_view of,
                              std::int64_t number) const {
    return hmac_sha256(key_, fmt::format("{}\n{}\n{}", purpose, of, number));
}

std::string SecretKey::webhook_secret(std::string_view subscription,
                                      std::int64_t generation) const {
    return std::string(secret_prefix) + base64(derive("webhook", subscription, generation));
}

std::string SecretKey::feed_token(std::string_view subscription, std::int64_t generation) const {
    return base64_url(derive("feed", subscription, generation)).substr(0, 24);
}

std::string SecretKey::unsubscribe_token(std::string_view subscription) const {
    return base64_url(derive("unsubscribe", subscription, 0)).substr(0, 24);
}

std::string SecretKey::form_token(std::int64_t day) const {
    return base64_url(derive("form", "", day)).substr(0, 24);
}

std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t seconds,
                              std::string_view body) {
    if (secret.starts_with(secret_prefix)) secret.remove_prefix(secret_prefix.size());
    return "v1," +
           base64(hmac_sha256(base64_decoded(secret), fmt::format("{}.{}.{}", id, seconds, body)));
}

} // namespace sitrep
