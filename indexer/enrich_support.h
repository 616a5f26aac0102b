// How much an article speaks of each country: what tells namesakes apart.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sitrep {

// By ISO 3166-1 alpha-2 code; what has no country adds nothing.
class CountrySupport {
  public:
    void clear() { by_code_.clear(); }
    void add(std::string_view country, float salience);
    bool has(std::string_view country) const { return by_code_.contains(country); }
    float of(std::string_view country) const; // 0: nothing speaks for it
    float highest() const;

  private:
    std::map<std::string, float, std::less<>> by_code_;
};

} // namespace sitrep
