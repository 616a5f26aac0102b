// How the parts of an article's record are packed: of the head, the body and the evidence each a
// length (LEB128) and so many bytes, a zstd frame.
//
// The head is packed lightly: it is unpacked for every hit of every search, in a tenth of the time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sitrep {

// Throws Error{internal} where zstd cannot.
std::string pack_record(std::string_view head, std::string_view body, std::string_view evidence);

// The parts of a packed record, each unpacked when it is asked for. `data` outlives this. All throw
// Error{index} where it is damaged.
class PackedRecord {
  public:
    explicit PackedRecord(std::string_view data);

    std::string head() const;
    std::string body() const;
    std::string evidence() const;

  private:
    std::string_view head_;
    std::string_view body_;
    std::string_view evidence_;
};

// Takes a LEB128 number off `data`; throws Error{index} where it has no end.
std::uint64_t take_number(std::string_view& data);
void append_number(std::string& out, std::uint64_t value);

[[noreturn]] void throw_damaged_record();

} // namespace sitrep
