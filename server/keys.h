// Keys of programs and people, and what each allows. A key is shown once, when it is made; the file
// holds its SHA-256, which is enough for 100 random bits: there is nothing to guess from.
//
// The file is a line a key: "NAME SCOPE[,SCOPE]... HASH", # begins a remark.
#pragma once

#include "server/scope.h"

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

struct Key {
    std::string name;
    std::vector<Scope> scopes; // admin allows everything
    std::string hash;          // SHA-256, 64 hexadecimal digits
    bool allows(Scope scope) const;
};

// Those of a file; none where there is no file. Throws Error{usage} where it cannot be read or a
// line makes no sense.
std::vector<Key> read_keys(const std::filesystem::path& file);
// "search,index" -> scopes. Throws Error{usage}.
std::vector<Scope> parse_scopes(std::string_view list);
// Adds a key to the file, readable by its owner alone, and returns the key itself. Throws
// Error{usage}, also where the name is taken.
std::string add_key(const std::filesystem::path& file, std::string_view name,
                    const std::vector<Scope>& scopes);
// Throws Error{usage} where there is no key of that name.
void remove_key(const std::filesystem::path& file, std::string_view name);

// What a request may do. Thread-safe; reload() takes effect at once.
class Keys {
  public:
    // `open`: what is allowed without a key.
    explicit Keys(std::filesystem::path file, std::vector<Scope> open = {});

    // Reads the file again; throws like read_keys and keeps the old keys then.
    void reload();
    bool empty() const;
    enum class Answer : std::uint8_t { yes, unknown_key, forbidden };
    // By the header Authorization: "Bearer KEY", or Basic with the key as the password. With no
    // keys everything is allowed.
    Answer allow(std::string_view authorization, Scope scope) const;
    // The name of a request's key, for the log; empty: none.
    std::string name_of(std::string_view authorization) const;

  private:
    const Key* find(std::string_view authorization) const;

    std::filesystem::path file_;
    std::vector<Scope> open_;
    mutable std::mutex mutex_;
    std::vector<Key> keys_;
};

} // namespace sitrep
