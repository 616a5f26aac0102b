// What is to be known of the lexemes before the grammar reads them one by one.

#include "searcher/parse_grammar.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace sitrep {

bool starts_operand(LexemeKind kind) {
    switch (kind) {
    case LexemeKind::word:
    case LexemeKind::quoted:
    case LexemeKind::open:
    case LexemeKind::field:
    case LexemeKind::saved:
    case LexemeKind::neg:
    case LexemeKind::plus: return true;
    default: return false;
    }
}

bool is_plain_word(const std::vector<Lexeme>& lexemes, std::size_t i) {
    const Lexeme& lexeme = lexemes[i];
    if (lexeme.kind != LexemeKind::word || lexeme.is_value || looks_like_url(lexeme.text) ||
        lexeme.text.find_first_of("*?~^|") != std::string::npos)
        return false;
    return i == 0 ||
           (lexemes[i - 1].kind != LexemeKind::neg && lexemes[i - 1].kind != LexemeKind::plus);
}

std::vector<WordJoin> join_lexemes(std::string_view text, const std::vector<Lexeme>& lexemes) {
    std::vector<WordJoin> joins(lexemes.size());
    for (std::size_t begin = 0; begin < lexemes.size();) {
        std::vector<QuerySpan> words;
        std::size_t end = begin;
        const std::uint32_t offset = lexemes[begin].span.begin;
        for (; is_plain_word(lexemes, end); ++end) {
            const QuerySpan span = lexemes[end].span;
            words.push_back({span.begin - offset, span.end - offset});
        }
        if (words.size() > 1)
            for (WordJoin& join : find_joins(text.substr(offset, words.back().end), words)) {
                const std::size_t first = begin + join.first;
                const std::size_t last = begin + join.last;
                joins[first] = {first, last, std::move(join.text)};
            }
        begin = std::max(end, begin + 1);
    }
    return joins;
}

void warn_of_small_operators(const std::vector<Lexeme>& lexemes,
                             std::vector<QueryWarning>& warnings) {
    constexpr std::array<std::string_view, 3> names{"AND", "OR", "NOT"};
    std::array<bool, 3> warned{};
    for (std::size_t i = 0; i + 1 < lexemes.size(); ++i) {
        const Lexeme& lexeme = lexemes[i];
        if (lexeme.kind != LexemeKind::word || lexeme.is_value || lexeme.text.size() > 3) continue;
        std::string upper = lexeme.text;
        for (char& c : upper)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
        const auto name =
            static_cast<std::size_t>(std::find(names.begin(), names.end(), upper) - names.begin());
        if (name == names.size() || warned[name]) continue;
        const LexemeKind before = i > 0 ? lexemes[i - 1].kind : LexemeKind::end;
        const bool after_operand = before == LexemeKind::word || before == LexemeKind::quoted ||
                                   before == LexemeKind::close;
        if (!starts_operand(lexemes[i + 1].kind) || (upper != "NOT" && !after_operand)) continue;
        warned[name] = true;
        warnings.push_back({fmt::format("{} in small letters is searched as a word", lexeme.text),
                            fmt::format("write {} for the operator", upper), lexeme.span});
    }
}

} // namespace sitrep
