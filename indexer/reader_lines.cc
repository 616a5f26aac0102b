#include "indexer/reader_lines.h"

#include "indexer/reader.h"

#include <algorithm>

namespace sitrep {
namespace {

std::string_view without_return(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

} // namespace

// Beyond the limit only as much is kept as a reject shows.
void LineReader::keep(std::string_view part) {
    size_ += part.size();
    const std::size_t limit = size_ > max_bytes_ ? reject_record_bytes : max_bytes_;
    if (stash_.size() < limit) stash_.append(part.substr(0, limit - stash_.size()));
    if (size_ > max_bytes_ && stash_.size() > reject_record_bytes) {
        stash_.resize(reject_record_bytes);
        stash_.shrink_to_fit();
    }
}

LineReader::Result LineReader::next(std::string_view& line) {
    stream_.skip(shown_);
    shown_ = 0;
    stash_.clear();
    size_ = 0;
    line = {};
    if (broken_) return Result::end;
    ++number_;
    for (;;) {
        const std::string_view data = stream_.peek();
        const auto end = data.find('\n');
        if (data.empty()) {
            broken_ = stream_.failure() != StreamFailure::none;
            line = without_return(stash_);
            if (broken_) return Result::broken;
            if (size_ == 0) return Result::end;
            return size_ > max_bytes_ ? Result::too_long : Result::line;
        }
        if (end != std::string_view::npos && size_ == 0 && end <= max_bytes_) {
            line = without_return(data.substr(0, end));
            shown_ = end + 1;
            return Result::line;
        }
        const std::size_t part = std::min(end, data.size());
        keep(data.substr(0, part));
        stream_.skip(part);
        if (end == std::string_view::npos) continue;
        stream_.skip(1);
        line = without_return(stash_);
        return size_ > max_bytes_ ? Result::too_long : Result::line;
    }
}

} // namespace sitrep
