#include "searcher/ast.h"

#include "searcher/parse_leaf.h"

#include <algorithm>
#include <fmt/format.h>

namespace sitrep {

namespace {

bool same_leaf(const Node& a, const Node& b) {
    return a.field == b.field && a.words == b.words && a.distance == b.distance &&
           a.values == b.values && a.exact == b.exact && a.days == b.days &&
           a.numbers == b.numbers && a.required == b.required;
}

bool is_inner(NodeKind kind) {
    return kind == NodeKind::conj || kind == NodeKind::disj || kind == NodeKind::neg;
}

class Printer {
  public:
    std::string take() { return std::move(out_); }

    // `parent` is what the node stands in; `all` for the root.
    void print(const Node& node, NodeKind parent) {
        const bool alone = parent == NodeKind::all;
        const bool grouped = (node.kind == NodeKind::conj && !alone) ||
                             (node.kind == NodeKind::disj && !alone) ||
                             (node.kind == NodeKind::neg && parent == NodeKind::neg);
        if (grouped) out_ += '(';
        switch (node.kind) {
        case NodeKind::conj: conj(node); break;
        case NodeKind::disj: disj(node); break;
        case NodeKind::neg:
            out_ += '-';
            for (const Node& child : node.children) print(child, NodeKind::neg);
            break;
        case NodeKind::near: near(node, parent); break;
        default: leaf(node);
        }
        if (grouped) out_ += ')';
    }

  private:
    void disj(const Node& node) {
        for (const Node& child : node.children) {
            if (&child != &node.children.front()) out_ += " OR ";
            print(child, NodeKind::disj);
        }
    }

    void conj(const Node& node) {
        const std::vector<bool> parted = partings(node.children);
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            if (i > 0) out_ += parted[i] ? " AND " : " ";
            print(node.children[i], NodeKind::conj);
        }
    }

    // Before which children an AND must keep words apart that side by side are one: T AND 72.
    static std::vector<bool> partings(const std::vector<Node>& children) {
        std::vector<bool> parted(children.size(), false);
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t begin = 0; begin < children.size();) {
                std::string run;
                std::vector<QuerySpan> words;
                std::size_t end = begin;
                for (; end < children.size() && is_bare(children[end]); ++end) {
                    if (end > begin && parted[end]) break;
                    if (end > begin) run += ' ';
                    const auto from = static_cast<std::uint32_t>(run.size());
                    run += bare_word(children[end]);
                    words.push_back({from, static_cast<std::uint32_t>(run.size())});
                }
                for (const WordJoin& join : find_joins(run, words))
                    parted[begin + join.last] = changed = true;
                begin = std::max(end, begin + 1);
            }
        }
        return parted;
    }

    // NEAR takes its neighbours' words for its own unless it stands in parentheses.
    void near(const Node& node, NodeKind parent) {
        const bool grouped =
            node.field != FieldId::text || parent == NodeKind::conj || parent == NodeKind::neg;
        prefix(node);
        if (grouped) out_ += '(';
        if (!node.text.empty()) {
            out_ += node.text;
        } else {
            for (const QueryWord& word : node.words) {
                if (&word != &node.words.front()) out_ += fmt::format(" NEAR/{} ", node.distance);
                out_ += word.form;
            }
        }
        if (grouped) out_ += ')';
    }

    void prefix(const Node& node) {
        if (node.field != FieldId::text) out_ += fmt::format("{}:", field(node.field).name);
    }

    void leaf(const Node& node) {
        if (node.required) out_ += '+';
        prefix(node);
        const bool word = node.kind == NodeKind::word || node.kind == NodeKind::prefix;
        if (word && node.field == FieldId::text && !is_plain(text_of(node))) out_ += "text:";
        switch (node.kind) {
        case NodeKind::all: out_ += '*'; break;
        case NodeKind::word: out_ += bare_word(node); break;
        case NodeKind::prefix: out_ += text_of(node) + '*'; break;
        case NodeKind::phrase:
            out_ += quote(text_of(node));
            if (node.distance > 0) out_ += fmt::format("~{}", node.distance);
            break;
        case NodeKind::entity: entity(node); break;
        case NodeKind::keyword:
            value(node.field, node.text.empty() ? node.values.front() : node.text);
            break;
        case NodeKind::date: out_ += node.text.empty() ? days(node.days) : node.text; break;
        default: out_ += node.text.empty() ? numbers(node.numbers) : node.text;
        }
    }

    void entity(const Node& node) {
        if (node.exact) out_ += '=';
        if (!node.text.empty()) return value(node.field, node.text);
        if (node.values.size() == 1) return value(node.field, '@' + node.values.front());
        out_ += '(';
        for (const std::string& id : node.values) {
            if (&id != &node.values.front()) out_ += " OR ";
            value(node.field, '@' + id);
        }
        out_ += ')';
    }

    void value(FieldId field, std::string_view text) {
        out_ += is_bare_value(field, text) ? std::string(text) : quote(text);
    }

    static std::string text_of(const Node& node) {
        if (!node.text.empty()) return node.text;
        std::string text;
        for (const QueryWord& word : node.words) {
            if (!text.empty()) text += ' ';
            text += word.form;
        }
        return text;
    }

    // Words fold, so that in small letters an operator is a word.
    static std::string bare_word(const Node& node) {
        std::string word = text_of(node);
        if (looks_like_operator(word))
            for (char& c : word)
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
        return word;
    }

    // Nothing in the word could be taken for syntax.
    static bool is_plain(std::string_view word) {
        std::size_t size = 0;
        return !word.empty() && is_wordish(char_at(word, 0, size)) &&
               word.find(':') == std::string_view::npos;
    }

    // A word that stands alone, without a field or sign before it.
    static bool is_bare(const Node& node) {
        return node.kind == NodeKind::word && node.field == FieldId::text && !node.required &&
               is_plain(text_of(node));
    }

    static std::string days(DayRange range) {
        if (range.from == range.to) return format_day(range.from);
        const bool open_end = range.to >= last_day;
        std::string text = open_end || range.from > first_day ? format_day(range.from) : "";
        text += "..";
        if (!open_end) text += format_day(range.to);
        return text;
    }

    static std::string numbers(NumberRange range) {
        if (range.from == range.to) return std::to_string(range.from);
        const bool open_end = range.to == NumberRange{}.to;
        std::string text = open_end || range.from > 0 ? std::to_string(range.from) : "";
        text += "..";
        if (!open_end) text += std::to_string(range.to);
        return text;
    }

    std::string out_;
};

} // namespace

bool operator==(const Node& a, const Node& b) {
    if (a.kind != b.kind || a.children != b.children) return false;
    return is_inner(a.kind) || a.kind == NodeKind::all || same_leaf(a, b);
}

std::string to_string(const Node& node) {
    Printer printer;
    printer.print(node, NodeKind::all);
    return printer.take();
}

bool is_bare_value(FieldId field, std::string_view value) {
    const bool verbatim = field == FieldId::id || field == FieldId::url;
    const std::string_view allowed = verbatim ? "-_.@/:'?=&%#+~,$" : "-_.@/:'";
    std::size_t size = 0;
    for (std::size_t at = 0; at < value.size(); at += size) {
        const char32_t c = char_at(value, at, size);
        const bool first = at == 0;
        if (is_wordish(c) || (first && c == U'@' && value.size() > 1)) continue;
        if (first || c >= 0x80 || allowed.find(static_cast<char>(c)) == std::string_view::npos)
            return false;
    }
    return !value.empty() && value.find("..") == std::string_view::npos &&
           !looks_like_operator(value);
}

std::string quote(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace sitrep
