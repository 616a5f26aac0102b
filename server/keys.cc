#include "server/keys.h"

#include "schema/error.h"
#include "server/secret_key.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <unistd.h>

namespace sitrep {
namespace {

std::string sha256(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw Error(ErrorKind::internal, "SHA-256 failed");
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view what) {
    throw Error(ErrorKind::usage, fmt::format("{}: {}", file.string(), what));
}

std::string to_line(const Key& key) {
    std::vector<std::string_view> scopes;
    for (const Scope scope : key.scopes)
        scopes.push_back(scope_names[static_cast<std::size_t>(scope)]);
    return fmt::format("{} {} {}\n", key.name, fmt::join(scopes, ","), key.hash);
}

// Replaces the file at once: a reader has the old keys or the new.
void write_keys(const std::filesystem::path& file, const std::vector<Key>& keys) {
    const std::filesystem::path beside = file.string() + ".new";
    const int descriptor =
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) fail(file, std::strerror(errno));
    std::string text = "# Keys of sitrep-server: name, scopes, SHA-256 of the key\n";
    for (const Key& key : keys) text += to_line(key);
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    std::error_code error;
    if (written) std::filesystem::rename(beside, file, error);
    if (!written || error) fail(file, "it cannot be written");
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 &&
           name.find_first_not_of(
               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@") == name.npos;
}

std::string base64_text(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    while (!bytes.empty() && bytes.back() == '\0') bytes.pop_back(); // of padding
    return bytes;
}

// The key that a header gives; empty: none.
std::string given_key(std::string_view authorization) {
    const std::size_t space = std::min(authorization.find(' '), authorization.size());
    std::string scheme(authorization.substr(0, space));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::string_view rest = authorization.substr(space);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    if (scheme == "bearer") return std::string(rest);
    if (scheme != "basic") return {};
    const std::string pair = base64_text(rest);
    const std::size_t colon = pair.find(':');
    return colon == pair.npos ? "" : pair.substr(colon + 1);
}

} // namespace

bool Key::allows(Scope scope) const {
    return scope == Scope::open || std::find(scopes.begin(), scopes.end(), scope) != scopes.end() ||
           std::find(scopes.begin(), scopes.end(), Scope::admin) != scopes.end();
}

std::vector<Scope> parse_scopes(std::string_view list) {
    std::vector<Scope> scopes;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::string_view name = list.substr(begin, end - begin);
        begin = end + 1;
        const auto found = std::find(scope_names.begin() + 1, scope_names.end(), name); // not open
        if (found == scope_names.end())
            throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a scope", name),
                        "scopes are search, index, subscribe and admin, joined by commas");
        scopes.push_back(static_cast<Scope>(found - scope_names.begin()));
    }
    return scopes;
}

std::vector<Key> read_keys(const std::filesystem::path& file) {
    std::vector<Key> keys;
    if (!std::filesystem::exists(file)) return keys;
    std::ifstream stream(file);
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        std::istringstream words(line);
        Key key;
        std::string scopes;
        if (!(words >> key.name) || key.name.starts_with('#')) continue;
        constexpr std::size_t hash_digits = 64;
        if (!(words >> scopes >> key.hash) || key.hash.size() != hash_digits)
            fail(file, fmt::format("line {} is not NAME SCOPES HASH", number));
        key.scopes = parse_scopes(scopes);
        keys.push_back(std::move(key));
    }
    if (stream.bad() || !stream.eof()) fail(file, "it cannot be read");
    return keys;
}

std::string add_key(const std::filesystem::path& file, std::string_view name,
                    const std::vector<Scope>& scopes) {
    if (!is_name(name))
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a name for a key", name),
                    "letters, digits, - _ . and @, at most 64");
    std::vector<Key> keys = read_keys(file);
    if (std::any_of(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; }))
        throw Error(ErrorKind::usage, fmt::format("there is a key {} already", name),
                    "remove it first with --remove-key, or choose another name");
    std::string key = random_id("sitrep_");
    keys.push_back({std::string(name), scopes, sha256(key)});
    write_keys(file, keys);
    return key;
}

void remove_key(const std::filesystem::path& file, std::string_view name) {
    std::vector<Key> keys = read_keys(file);
    if (std::erase_if(keys, [&](const Key& key) { return key.name == name; }) == 0)
        throw Error(ErrorKind::usage, fmt::format("there is no key {}", name),
                    "the names are in " + file.string());
    write_keys(file, keys);
}

Keys::Keys(std::filesystem::path file, std::vector<Scope> open)
    : file_(std::move(file)), open_(std::move(open)), keys_(read_keys(file_)) {}

void Keys::reload() {
    std::vector<Key> keys = read_keys(file_);
    const std::lock_guard lock(mutex_);
    keys_ = std::move(keys);
}

bool Keys::empty() const {
    const std::lock_guard lock(mutex_);
    return keys_.empty();
}

const Key* Keys::find(std::string_view authorization) const {
    const std::string given = given_key(authorization);
    if (given.empty()) return nullptr;
    const std::string hash = sha256(given);
    const Key* found = nullptr;
    for (const Key& key : keys_)
        if (equals_in_constant_time(key.hash, hash)) found = &key;
    return found;
}

Keys::Answer Keys::allow(std::string_view authorization, Scope scope) const {
    const std::lock_guard lock(mutex_);
    if (keys_.empty() || scope == Scope::open ||
        std::find(open_.begin(), open_.end(), scope) != open_.end())
        return Answer::yes;
    const Key* key = find(authorization);
    if (key == nullptr) return Answer::unknown_key;
    return key->allows(scope) ? Answer::yes : Answer::forbidden;
}

std::string Keys::name_of(std::string_view authorization) const {
    const std::lock_guard lock(mutex_);
    const Key* key = authorization.empty() ? nullptr : find(authorization);
    return key == nullptr ? "" : key->name;
}

} // namespace sitrep
