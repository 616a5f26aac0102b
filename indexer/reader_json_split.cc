#include "indexer/reader.h"
#include "indexer/reader_json_scan.h"

namespace sitrep {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

// White space, commas, and the brackets of an outer array, which is one that opens the stream.
bool JsonSplitter::is_between(char c) {
    if (c == '[' && !started_) {
        started_ = in_array_ = true;
        return true;
    }
    if (c == ']' && in_array_) {
        in_array_ = false;
        return true;
    }
    return is_space(c) || c == ',';
}

// A number or word ends where something else begins; all others end with a character of theirs.
bool JsonSplitter::ends_before(char c) const {
    return depth_ == 0 && !in_string_ && (is_space(c) || c == ',' || c == ']');
}

bool JsonSplitter::ends_with(char c) const {
    return depth_ == 0 && !in_string_ && (c == '}' || c == ']' || c == '"');
}

JsonSplitter::Result JsonSplitter::at_end() {
    const bool inside = size_ > 0 && (depth_ > 0 || in_string_);
    const bool broken = stream_.failure() != StreamFailure::none || inside;
    if (size_ > 0 && !broken) return Result::value; // a last number or word
    if (done_) return Result::end;
    done_ = true;
    if (size_ == 0) value_line_ = line_;
    return broken || in_array_ ? Result::broken : Result::end;
}

JsonSplitter::Result JsonSplitter::next(std::string& value) {
    value.clear();
    size_ = depth_ = 0;
    in_string_ = escaped_ = false;
    value_line_ = line_;
    if (done_) return Result::end;
    for (;;) {
        const std::string_view data = stream_.peek();
        if (data.empty()) return at_end();
        for (std::size_t i = 0; i < data.size(); ++i) {
            const char c = data[i];
            const bool whole = size_ > 0 && ends_before(c);
            if (!whole) {
                if (c == '\n') ++line_;
                if (size_ == 0) {
                    if (is_between(c)) continue;
                    started_ = true;
                    value_line_ = line_;
                }
                take(c, value);
                if (!ends_with(c)) continue;
            }
            stream_.skip(whole ? i : i + 1);
            return size_ > max_bytes_ ? Result::too_long : Result::value;
        }
        stream_.skip(data.size());
    }
}

void JsonSplitter::take(char c, std::string& value) {
    ++size_;
    if (size_ <= max_bytes_ || value.size() < reject_record_bytes) value += c;
    if (size_ == max_bytes_ + 1 && value.size() > reject_record_bytes) {
        value.resize(reject_record_bytes);
        value.shrink_to_fit();
    }
    if (in_string_) {
        in_string_ = escaped_ || c != '"';
        escaped_ = !escaped_ && c == '\\';
    } else if (c == '"') {
        in_string_ = true;
    } else if (c == '{' || c == '[') {
        ++depth_;
    } else if ((c == '}' || c == ']') && depth_ > 0) {
        --depth_;
    }
}

} // namespace sitrep
