#include "server/head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::array<std::string_view, 7> methods{"GET",   "HEAD",   "POST",   "PUT",
                                                  "PATCH", "DELETE", "OPTIONS"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool is_token_char(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != marks.npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

std::string_view trimmed(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
    });
}

// Takes the next line off `text`, its end (CR LF, or LF) left out.
std::string_view next_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// Items of a comma list, in lower case, parameters left out: "gzip;q=0.5" is "gzip".
template <typename Visit>
void for_each_item(std::string_view list, Visit&& visit) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        const std::string_view item = trimmed(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        const std::size_t semicolon = std::min(item.find(';'), item.size());
        visit(lowered(trimmed(item.substr(0, semicolon))), item.substr(semicolon));
    }
}

Problem bad(std::string detail) {
    return plain_problem(400, std::move(detail));
}

std::variant<RequestHead, Problem> parse_request_line(std::string_view line,
                                                      const HeadLimits& limits) {
    RequestHead head;
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == line.npos || first == last) return bad("the request line is malformed");
    head.method = line.substr(0, first);
    head.target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!is_token(head.method)) return bad("the method is malformed");
    if (std::find(methods.begin(), methods.end(), head.method) == methods.end())
        return plain_problem(501, "the server does not know that method");
    if (version == "HTTP/1.0")
        head.minor_version = 0;
    else if (version != "HTTP/1.1")
        return plain_problem(505, "the server speaks HTTP/1.1");
    if (head.target.size() > limits.target_bytes)
        return plain_problem(414,
                             fmt::format("an address has at most {} bytes", limits.target_bytes));
    if (!head.target.starts_with('/') ||
        !std::all_of(head.target.begin(), head.target.end(),
                     [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; }))
        return bad("the address is malformed");
    return head;
}

// How long the body is. Chunked bodies are refused: their length cannot be bounded beforehand.
std::optional<Problem> read_framing(RequestHead& head, const HeadLimits& limits) {
    const auto count = [&](std::string_view name) {
        return std::count_if(head.headers.begin(), head.headers.end(),
                             [&](const auto& header) { return header.first == name; });
    };
    if (count("host") > 1 || (head.minor_version == 1 && count("host") == 0))
        return bad("a request has one Host");
    if (count("transfer-encoding") > 0) {
        if (count("content-length") > 0) return bad("the length of the body is given twice");
        return plain_problem(411, "send the body with Content-Length");
    }
    if (!head.header("content-encoding").empty())
        return plain_problem(415, "send the body as it is, not compressed");
    if (count("content-length") > 1) return bad("the length of the body is given twice");
    if (count("content-length") == 1) {
        const std::string_view length = head.header("content-length");
        const char* end = length.data() + length.size();
        const auto [stop, error] = std::from_chars(length.data(), end, head.body_bytes);
        if (length.empty() || stop != end || error == std::errc::invalid_argument)
            return bad("Content-Length is no number");
        if (error == std::errc::result_out_of_range || head.body_bytes > limits.body_bytes)
            return plain_problem(413,
                                 fmt::format("a body has at most {} bytes", limits.body_bytes));
    }
    return std::nullopt;
}

void read_connection(RequestHead& head) {
    head.keep_alive = head.minor_version == 1;
    head.expects_continue =
        head.minor_version == 1 && lowered(head.header("expect")) == "100-continue";
    for_each_item(head.header("connection"), [&](const std::string& item, std::string_view) {
        if (item == "close")
            head.keep_alive = false;
        else if (item == "keep-alive" && head.minor_version == 0)
            head.keep_alive = true;
    });
}

} // namespace

std::string_view RequestHead::header(std::string_view lower_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_name) return value;
    return {};
}

bool RequestHead::accepts_gzip() const {
    bool accepts = false;
    for_each_item(header("accept-encoding"), [&](const std::string& item, std::string_view rest) {
        if (item != "gzip" && item != "x-gzip") return;
        std::string quality(rest);
        std::erase_if(quality, [](char c) { return c == ' ' || c == '\t'; });
        const bool refused =
            quality == ";q=0" || (quality.starts_with(";q=0.") &&
                                  quality.find_first_not_of('0', 5) == std::string::npos);
        accepts = !refused;
    });
    return accepts;
}

std::variant<RequestHead, Problem> parse_head(std::string_view text, const HeadLimits& limits) {
    auto parsed = parse_request_line(next_line(text), limits);
    auto* head = std::get_if<RequestHead>(&parsed);
    if (head == nullptr) return parsed;
    for (std::string_view line = next_line(text); !line.empty(); line = next_line(text)) {
        const std::size_t colon = line.find(':');
        if (colon == line.npos || !is_token(line.substr(0, colon)) || !is_field_value(line))
            return bad("a header is malformed");
        if (head->headers.size() == limits.headers)
            return plain_problem(431, fmt::format("at most {} headers", limits.headers));
        head->headers.emplace_back(lowered(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    if (auto problem = read_framing(*head, limits)) return *std::move(problem);
    read_connection(*head);
    return parsed;
}

} // namespace sitrep
