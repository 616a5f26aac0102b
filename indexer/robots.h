// robots.txt (RFC 9309): which addresses of a site a robot may fetch.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

class Robots {
  public:
    // The rules for "sitrep", or where a file has none those for "*". Bytes and lines beyond the
    // limits below are left out.
    explicit Robots(std::string_view file);
    // What may be fetched where the file itself cannot be: everything, or nothing.
    static Robots all();
    static Robots none();

    // `target` is a path with its query. The longest rule that matches counts; of two as long the
    // one that allows. Linear in rules times target.
    bool allows(std::string_view target) const;
    // Between two requests, as the site asks for; at most a minute.
    std::optional<std::chrono::seconds> delay() const { return delay_; }

    static constexpr std::size_t most_bytes = 500 * 1024;
    static constexpr std::size_t most_rules = 1000;
    static constexpr std::size_t longest_rule = 1024;

  private:
    struct Rule {
        bool allow;
        std::string path;
    };
    std::vector<Rule> rules_;
    std::optional<std::chrono::seconds> delay_;
};

} // namespace sitrep
