#include "indexer/warc_records.h"

#include "indexer/http_response.h"
#include "indexer/reader_member.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>

namespace sitrep::warc {
namespace {

constexpr std::size_t max_head_bytes = 64 * 1024;
constexpr std::string_view cut_off = "the archive ends inside the record";

bool read_number(std::string_view text, std::uint64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

bool is_timestamp(std::string_view text) {
    return text.size() >= 14 && text.find_first_not_of("0123456789") == text.npos;
}

// "URL IP 20140216050221 text/html ... 1591"; the URL may have spaces. False: it is none.
bool read_arc_line(std::string_view line, RecordHead& head) {
    std::vector<std::string_view> fields;
    for (std::size_t at = 0; at <= line.size();) {
        const auto end = std::min(line.find(' ', at), line.size());
        fields.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    if (fields.size() < 5 || fields.size() > 1000) return false;
    for (std::size_t i = fields.size() - 2; i >= 2; --i) {
        if (!is_timestamp(fields[i])) continue;
        head.url = line.substr(0, static_cast<std::size_t>(fields[i - 1].data() - line.data()) - 1);
        head.content_type = lower_ascii(fields[i + 1]);
        head.type = head.url.starts_with("filedesc:") ? "warcinfo" : "response";
        return read_number(fields.back(), head.size);
    }
    return false;
}

} // namespace

Records::Result Records::next(RecordHead& head) {
    head = {};
    if (ended_) return Result::end;
    if (left_ > 0 && !skip_block()) return Result::broken;
    for (;;) { // the line breaks between records
        const std::string_view data = stream_.peek();
        if (data.empty()) break;
        const auto breaks = std::min(data.find_first_not_of("\r\n"), data.size());
        skip(breaks);
        if (breaks < data.size()) break;
    }
    if (stream_.peek().empty()) {
        ended_ = true;
        if (stream_.failure() == StreamFailure::none) return Result::end;
        problem_ = fmt::format("behind record {}: {}", number_, stream_.message());
        return Result::broken;
    }
    ++number_;
    if (number_ == 1) is_arc_ = !stream_.peek(max_head_bytes).starts_with("WARC/");
    return is_arc_ ? next_arc(head) : next_warc(head);
}

Records::Result Records::next_warc(RecordHead& head) {
    const std::string_view data = stream_.peek(max_head_bytes);
    if (!data.starts_with("WARC/")) {
        const Result result = fail("no record begins here; what was found next is read on");
        ended_ = false;
        skip_to_warc();
        return result;
    }
    const std::size_t size = http::head_size(data.substr(0, max_head_bytes));
    if (size == data.npos) return fail("the record's head does not end");
    const http::Headers headers(data.substr(0, size));
    head.type = lower_ascii(headers.find("WARC-Type"));
    head.content_type = lower_ascii(headers.find("Content-Type"));
    std::string_view url = headers.find("WARC-Target-URI");
    if (url.starts_with('<') && url.ends_with('>')) url = url.substr(1, url.size() - 2);
    head.url = url;
    if (!read_number(headers.find("Content-Length"), head.size))
        return fail("the record does not say how long it is");
    skip(size);
    left_ = head.size;
    return Result::record;
}

Records::Result Records::next_arc(RecordHead& head) {
    const std::string_view data = stream_.peek(max_head_bytes);
    const std::string_view line = data.substr(0, data.find('\n'));
    if (!read_arc_line(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line, head))
        return fail(number_ > 1 || data.starts_with("filedesc:")
                        ? "this is no head of an ARC record: URL, IP, date, type and length"
                        : "it is neither a WARC nor an ARC file");
    skip(std::min(line.size() + 1, data.size()));
    left_ = head.size;
    return Result::record;
}

std::string_view Records::peek(std::size_t wanted) {
    const std::size_t size = std::min<std::uint64_t>(wanted, left_);
    return stream_.peek(std::max<std::size_t>(size, 1)).substr(0, size);
}

bool Records::read(std::string& block) {
    block.clear();
    while (left_ > 0) {
        const std::string_view data = peek(max_head_bytes);
        if (data.empty()) return fail(cut_off), false;
        block.append(data);
        left_ -= data.size();
        skip(data.size());
    }
    return true;
}

bool Records::skip_block() {
    while (left_ > 0) {
        const std::size_t size = peek(1U << 20).size();
        if (size == 0) return fail(cut_off), false;
        left_ -= size;
        skip(size);
    }
    return true;
}

Records::Result Records::fail(std::string_view what) {
    ended_ = true;
    left_ = 0;
    problem_ =
        fmt::format("record {}, byte {} of the unpacked archive: {}", number_, position_ + 1, what);
    if (stream_.peek().empty() && stream_.failure() != StreamFailure::none)
        problem_ += fmt::format("; {}", stream_.message());
    return Result::broken;
}

// Behind a record of a wrong length.
void Records::skip_to_warc() {
    constexpr std::string_view mark = "WARC/1.";
    for (;;) {
        const std::string_view data = stream_.peek(max_head_bytes);
        const auto found = data.find(mark, 1);
        if (found != data.npos) return skip(found);
        if (data.size() < mark.size()) return skip(data.size());
        skip(data.size() - mark.size() + 1);
    }
}

void Records::skip(std::size_t size) {
    stream_.skip(size);
    position_ += size;
}

bool looks_like_archive(std::string_view head) {
    return head.starts_with("WARC/1.") || head.starts_with("WARC/0.") ||
           head.starts_with("filedesc:");
}

} // namespace sitrep::warc
