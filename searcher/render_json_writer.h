// Writes JSON straight into a string: no tree is built, and what is written is always valid, also
// where a string is not UTF-8.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sitrep {

class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    // `write` writes the members or elements between the brackets.
    template <std::invocable F>
    void object(F&& write) {
        separate();
        out_ += '{';
        write();
        out_ += '}';
    }
    template <std::invocable F>
    void array(F&& write) {
        separate();
        out_ += '[';
        write();
        out_ += ']';
    }

    // The value comes next.
    JsonWriter& key(std::string_view name) {
        separate();
        out_ += '"';
        out_ += name;
        out_ += "\":";
        return *this;
    }

    void value(std::string_view text);
    void value(const std::string& text) { value(std::string_view(text)); }
    void value(const char* text) { value(std::string_view(text)); }
    void value(bool truth);
    void value(double number); // null for what is not a number
    void value(std::unsigned_integral auto number) {
        separate();
        out_ += std::to_string(number);
    }
    void null();
    // Text that is JSON already.
    void raw(std::string_view json) {
        separate();
        out_ += json;
    }

    void member(std::string_view name, const auto& content) { key(name).value(content); }
    // Null where the text is empty: not known.
    void member_or_null(std::string_view name, std::string_view text);

  private:
    void separate() {
        if (out_.empty()) return;
        const char last = out_.back();
        if (last != '{' && last != '[' && last != ':') out_ += ',';
    }

    std::string& out_;
};

struct FacetValue;
struct Hit;
// The members that every hit has, in all JSON.
void write_hit(JsonWriter& json, const Hit& hit);
// The members of one value of a facet.
void write_facet_value(JsonWriter& json, const FacetValue& value, bool is_date);

} // namespace sitrep
