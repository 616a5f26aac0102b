#include "indexer/html_json.h"

#include "indexer/html_dom.h"
#include "schema/unicode.h"

#include <algorithm>
#include <charconv>

namespace sitrep::html {
namespace {

constexpr int max_depth = 60;

class LenientParser {
  public:
    explicit LenientParser(std::string_view text) : text_(text) {}

    Json value(int depth) {
        skip_space();
        Json json;
        if (peek() == '{' || peek() == '[') {
            const bool object = text_[at_++] == '{';
            json.kind = object ? Json::Kind::object : Json::Kind::list;
            object ? members(json, depth) : elements(json, depth);
        } else if (peek() == '"') {
            json.kind = Json::Kind::text;
            json.text = string();
        } else {
            json.text = word();
            json.kind =
                json.text.empty() || json.text == "null" ? Json::Kind::none : Json::Kind::text;
        }
        return json;
    }

  private:
    void members(Json& json, int depth) {
        while (more('}')) {
            if (peek() != '"') { // no name: whatever it is, past it
                value(depth + 1);
                if (peek() == ':') ++at_;
                continue;
            }
            std::string name = string();
            skip_space();
            if (peek() == ':') ++at_;
            Json member = depth < max_depth ? value(depth + 1) : skipped();
            json.members.emplace_back(std::move(name), std::move(member));
        }
    }

    void elements(Json& json, int depth) {
        while (more(']')) json.elements.push_back(depth < max_depth ? value(depth + 1) : skipped());
    }

    // Below max_depth only brackets are counted.
    Json skipped() {
        int open = 0;
        do {
            skip_space();
            const char c = peek();
            if (c == '"')
                string();
            else
                ++at_;
            if (c == '{' || c == '[') ++open;
            if (c == '}' || c == ']') --open;
        } while (open > 0 && at_ < text_.size());
        return {};
    }

    // Whether another entry comes before the bracket. The wrong bracket closes too.
    bool more(char close) {
        for (;;) {
            skip_space();
            if (at_ >= text_.size()) return false;
            const char c = text_[at_];
            if (c == ',' || c == ';' || (c == ':' && close == ']')) {
                ++at_;
            } else if (c == '}' || c == ']') {
                if (c == close)
                    ++at_;
                else if (close == '}')
                    return stray();
                else
                    return false;
                return false;
            } else {
                return true;
            }
        }
    }

    // A ] inside an object: past it.
    bool stray() {
        ++at_;
        return false;
    }

    void skip_space() {
        for (; at_ < text_.size(); ++at_) {
            const auto c = static_cast<unsigned char>(text_[at_]);
            if (c == '/' && text_.substr(at_, 2) == "/*") {
                at_ = std::min(text_.find("*/", at_ + 2), text_.size() - 1) + 1;
                if (at_ >= text_.size()) return;
            } else if (c > ' ' && c != 0xC2 && c != 0xA0) { // 0xC2 0xA0: no-break space
                return;
            }
        }
    }

    // A quote ends a string only before what may follow one.
    bool ends_string(std::size_t quote) const {
        std::size_t next = quote + 1;
        while (next < text_.size() && static_cast<unsigned char>(text_[next]) <= ' ') ++next;
        if (next >= text_.size()) return true;
        const char c = text_[next];
        return c == ',' || c == ':' || c == '}' || c == ']' ||
               (next > quote + 1 && c == '"'); // a comma is missing
    }

    std::string string() {
        std::string out;
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '"' && ends_string(at_)) break;
            if (c == '\\' && at_ + 1 < text_.size())
                escape(out);
            else
                out += c;
        }
        if (at_ < text_.size()) ++at_;
        return out;
    }

    void escape(std::string& out) {
        const char c = text_[++at_];
        switch (c) {
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case 'r':
        case 'b':
        case 'f': out += ' '; break;
        case 'u': unicode_escape(out); break;
        default: out += c;
        }
    }

    // at_ stands on the u; -1: no four digits follow.
    int unit(std::size_t at) const {
        unsigned value = 0;
        const char* begin = text_.data() + std::min(at + 1, text_.size());
        const char* end = text_.data() + std::min(at + 5, text_.size());
        const auto [rest, error] = std::from_chars(begin, end, value, 16);
        return error == std::errc() && rest == end && end - begin == 4 ? static_cast<int>(value)
                                                                       : -1;
    }

    void unicode_escape(std::string& out) {
        int c = unit(at_);
        if (c < 0) return;
        at_ += 4;
        if (c >= 0xD800 && c < 0xDC00 && text_.substr(at_ + 1, 2) == "\\u") {
            const int low = unit(at_ + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at_ += 6;
            }
        }
        const bool half = c >= 0xD800 && c < 0xE000;
        if (c != 0) unicode::append(out, half ? 0xFFFD : static_cast<char32_t>(c));
    }

    // Always takes something, unless a bracket or the end comes.
    std::string word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() &&
               std::string_view(",:}]\"").find(text_[at_]) == std::string_view::npos)
            ++at_;
        std::string_view word = text_.substr(begin, at_ - begin);
        while (!word.empty() && static_cast<unsigned char>(word.back()) <= ' ')
            word.remove_suffix(1);
        return std::string(word);
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

const Json* Json::find(std::string_view name) const {
    for (const auto& [key, value] : members)
        if (key == name) return &value;
    return nullptr;
}

std::string_view Json::as_text() const {
    if (kind == Kind::text) return text;
    if (kind == Kind::list) {
        for (const Json& element : elements)
            if (const std::string_view found = element.as_text(); !found.empty()) return found;
        return {};
    }
    for (const std::string_view name : {"name", "@value", "url", "@id"})
        if (const Json* member = find(name))
            if (member->kind == Kind::text) return member->text;
    return {};
}

std::string_view Json::text_of(std::string_view name) const {
    const Json* member = find(name);
    return member == nullptr ? std::string_view() : member->as_text();
}

Json read_lenient_json(std::string_view text) {
    constexpr std::string_view cdata = "<![CDATA[";
    if (const auto at = text.substr(0, 100).find(cdata); at != text.npos)
        text.remove_prefix(at + cdata.size());
    const std::size_t begin = text.find_first_of("{[");
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin);
    if (text.substr(0, 200).find("&quot;") == std::string_view::npos ||
        text.substr(0, 200).find('"') != std::string_view::npos)
        return LenientParser(text).value(0);
    const std::string decoded = decode_references(text);
    return LenientParser(decoded).value(0);
}

} // namespace sitrep::html
