#include "server/compose.h"

#include "schema/analysis.h"
#include "searcher/parse_leaf.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::string_view spaces = " \t\r\n\f\v";

// Punctuation alone asks for nothing.
bool has_word(std::string_view text) {
    Tokens tokens;
    tokens.analyse(text);
    return tokens.size() > 0;
}

// Pieces with a word in them, without the space around them.
std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> pieces;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        std::string_view piece = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        piece.remove_prefix(std::min(piece.find_first_not_of(spaces), piece.size()));
        piece = piece.substr(0, piece.find_last_not_of(spaces) + 1);
        if (has_word(piece)) pieces.emplace_back(piece);
    }
    return pieces;
}

// What would be an operator or a field is quoted.
std::string word(std::string_view text) {
    const bool is_bare = is_bare_value(FieldId::text, text) && text.find(':') == text.npos;
    return is_bare ? std::string(text) : quote(text);
}

std::string any_of(const std::vector<std::string>& values) {
    if (values.size() == 1) return word(values.front());
    std::string all;
    for (const std::string& value : values) all += (all.empty() ? "" : " OR ") + word(value);
    return '(' + all + ')';
}

class Query {
  public:
    void add(std::string_view clause) {
        text_ += text_.empty() ? "" : " ";
        text_ += clause;
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

void add_words(const Parameters& form, Query& query) {
    for (const std::string& each : split(form.text("all"), spaces)) query.add(word(each));
    const auto phrase = split(form.text("phrase"), "");
    if (!phrase.empty()) query.add(quote(phrase.front()));
    const auto any = split(form.text("any"), spaces);
    if (!any.empty()) query.add(any_of(any));
    for (const std::string& each : split(form.text("title"), spaces))
        query.add("title:" + word(each));
}

void add_values(const Parameters& form, Query& query) {
    for (const ParameterInfo& info : advanced_values) {
        const auto values = split(form.text(info.name), ",");
        if (!values.empty()) query.add(fmt::format("{}:{}", info.name, any_of(values)));
    }
}

std::string first_word(const std::string& text) {
    const auto words = split(text, spaces);
    return words.empty() ? "" : words.front();
}

void add_numbers(const Parameters& form, Query& query) {
    const std::string from = first_word(form.text("from"));
    const std::string to = first_word(form.text("to"));
    if (!from.empty() || !to.empty()) query.add(fmt::format("date:{}..{}", from, to));
    const std::string happened = first_word(form.text("happened"));
    if (!happened.empty()) query.add("happened:" + happened);
    const std::string killed = first_word(form.text("killed"));
    if (!killed.empty()) query.add(fmt::format("killed:{}..", killed));
}

} // namespace

std::string compose_query(const Parameters& form) {
    Query query;
    add_words(form, query);
    add_values(form, query);
    add_numbers(form, query);
    for (const std::string& each : split(form.text("none"), spaces)) query.add('-' + word(each));
    return query.take();
}

} // namespace sitrep
