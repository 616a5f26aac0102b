// JSON as far as reading records needs it: the members of one object, each with its raw value;
// and the values of a stream, one by one. Strict (RFC 8259), iterative, linear, one pass.
#pragma once

#include "indexer/input_stream.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep {

class JsonScanner {
  public:
    explicit JsonScanner(std::string_view text) : text_(text) {}

    // Goes into an object or array. False: the value is none.
    bool enter_object() { return enter('{'); }
    bool enter_array() { return enter('['); }
    // The next member or element, as written. False at the end or where something is wrong:
    // see problem().
    bool next_member(std::string_view& key, std::string_view& value);
    bool next_element(std::string_view& value);
    // Nothing but white space is left.
    bool at_end();

    // "a comma is missing at byte 12", or empty.
    const std::string& problem() const { return problem_; }

  private:
    bool enter(char open);
    bool more(char close);
    bool skip_value();
    bool skip_name(char close);
    bool skip_ends(std::string& open);
    bool skip_scalar();
    bool skip_string();
    bool skip_escape();
    bool skip_unicode_escape(unsigned& unit);
    bool skip_number();
    bool skip_digits();
    bool skip_word(std::string_view word);
    void skip_space();
    bool fail(std::string_view what);
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    std::string_view text_;
    std::size_t at_ = 0;
    bool first_ = false; // no comma is due
    std::string problem_;
};

// The text of a string that JsonScanner has passed, quotes included.
std::string json_string(std::string_view raw);

// The values of a stream: elements of one array, or values one after another. Memory is bounded
// by `max_bytes`.
class JsonSplitter {
  public:
    JsonSplitter(InputStream& stream, std::size_t max_bytes)
        : stream_(stream), max_bytes_(max_bytes) {}

    enum class Result : std::uint8_t {
        value,    // whole as far as brackets and quotes go
        too_long, // over max_bytes: its beginning
        broken,   // the stream failed, or the value does not end: its beginning. Comes once
        end,
    };
    Result next(std::string& value);

    std::uint64_t line() const { return value_line_; } // where the value given last begins

  private:
    void take(char c, std::string& value);
    bool is_between(char c);
    bool ends_before(char c) const;
    bool ends_with(char c) const;
    Result at_end();

    InputStream& stream_;
    std::size_t max_bytes_;
    std::uint64_t line_ = 1;
    std::uint64_t value_line_ = 1;
    std::uint64_t size_ = 0;  // of the value so far
    std::uint64_t depth_ = 0; // brackets open in it
    bool in_string_ = false;
    bool escaped_ = false;
    bool started_ = false;  // something but white space was seen
    bool in_array_ = false; // the outer array waits for its end
    bool done_ = false;
};

} // namespace sitrep
