// The form of a record: tagged fields, each a tag byte, a length (LEB128) and that many bytes. A
// reader skips tags that it does not know; all of it throws Error{index} on what is damaged.
#pragma once

#include "schema/record_pack.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep {

class FieldWriter {
  public:
    // Nothing for an empty value.
    template <typename T>
    void bytes(T tag, std::string_view value) {
        if (!value.empty()) put(tag, value);
    }
    // Nothing for 0.
    template <typename T>
    void number(T tag, std::uint64_t value) {
        if (value == 0) return;
        out.push_back(static_cast<char>(tag));
        const std::size_t size_at = out.size();
        out.push_back(0);
        append_number(out, value);
        out[size_at] = static_cast<char>(out.size() - size_at - 1);
    }
    // An empty value, too.
    template <typename T>
    void put(T tag, std::string_view value) {
        out.push_back(static_cast<char>(tag));
        append_number(out, value.size());
        out.append(value);
    }
    std::string out;
};

class FieldReader {
  public:
    explicit FieldReader(std::string_view data) : data_(data) {}

    // Moves to the next field; false at the end.
    bool next() {
        if (data_.empty()) return false;
        tag_ = data_.front();
        data_.remove_prefix(1);
        const std::uint64_t size = take_number(data_);
        if (size > data_.size()) throw_damaged_record();
        value_ = data_.substr(0, size);
        data_.remove_prefix(size);
        return true;
    }
    template <typename T>
    T tag() const {
        return static_cast<T>(tag_);
    }
    std::string_view bytes() const { return value_; }
    std::string string() const { return std::string(value_); }
    std::uint64_t number() const {
        std::string_view rest = value_;
        return take_number(rest);
    }

  private:
    std::string_view data_;
    std::string_view value_;
    char tag_ = 0;
};

// Signed numbers, small where they are near zero: days may lie before 1970.
inline std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

} // namespace sitrep
