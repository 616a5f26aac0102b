// Secrets of the server: all are derived from one key, so that none is stored beside what it
// protects. Whoever has the state file alone can neither sign a webhook nor read a feed.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sitrep {

// HMAC-SHA256, 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);
std::string base64(std::string_view bytes);     // RFC 4648, padded
std::string base64_url(std::string_view bytes); // for addresses, not padded
// Takes as long for the wrong text as for the right one.
bool equals_in_constant_time(std::string_view a, std::string_view b);
// Letters and digits that nobody can guess: 20 of them (100 bits).
std::string random_id(std::string_view prefix);

class SecretKey {
  public:
    // Reads the key file, or creates it, readable by its owner alone. Throws Error{usage} where
    // that fails or the file is none.
    explicit SecretKey(const std::filesystem::path& file);

    // "whsec_..." after Standard Webhooks. Another generation is another secret.
    std::string webhook_secret(std::string_view subscription, std::int64_t generation) const;
    std::string feed_token(std::string_view subscription, std::int64_t generation) const;
    std::string unsubscribe_token(std::string_view subscription) const;
    // Proves that a form came from a page of ours; good for `day` (Unix days) alone.
    std::string form_token(std::int64_t day) const;

  private:
    std::string derive(std::string_view purpose, std::string_view of, std::int64_t number) const;

    std::string key_;
};

// `webhook-signature` of Standard Webhooks: "v1," and the base64 of the HMAC over "id.time.body".
std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t seconds,
                              std::string_view body);

} // namespace sitrep
