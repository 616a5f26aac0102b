#include "searcher/spelling.h"

#include "schema/analysis.h"
#include "schema/unicode.h"
#include "searcher/leaf_terms.h"

#include <algorithm>
#include <array>

namespace sitrep {
namespace {

constexpr std::size_t shortest = 4;      // letters of a word that is put right
constexpr std::size_t most_words = 8;    // put right in one query
constexpr std::size_t longest_word = 40; // letters that are compared

std::u32string letters_of(std::string_view text) {
    std::u32string letters;
    for (std::size_t i = 0; i < text.size() && letters.size() < longest_word;)
        letters.push_back(unicode::decode(text, i));
    return letters;
}

std::size_t letters_off(const std::u32string& a, const std::u32string& b, std::size_t most) {
    if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
    using Row = std::array<std::size_t, longest_word + 1>;
    Row before{};
    Row above{};
    Row row{};
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min(
                {above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
        before = above;
        above = row;
    }
    return std::min(above[b.size()], most + 1);
}

class Speller {
  public:
    Speller(const Xapian::Database& database, const std::vector<std::string>& languages,
            StemmerPool& stemmers)
        : database_(database), languages_(languages), stemmers_(stemmers) {}

    // The nearest word that the index has; empty for one that it has, and where none is near.
    std::string nearest(const QueryWord& word, FieldId field) {
        const std::u32string letters = letters_of(word.form);
        if (letters.size() < shortest || is_known(word, field)) return {};
        // Most errors are not in the first two letters, and few words begin alike.
        for (const std::size_t same : {2U, 1U}) {
            const std::string found = nearest_among(letters, start_of(word.form, same));
            if (!found.empty()) return found;
        }
        return {};
    }

  private:
    static std::string start_of(std::string_view word, std::size_t letters) {
        std::size_t end = 0;
        for (; letters > 0 && end < word.size(); --letters) unicode::decode(word, end);
        return std::string(word.substr(0, end));
    }

    bool is_known(const QueryWord& word, FieldId field) {
        Node leaf;
        leaf.kind = NodeKind::word;
        leaf.field = field;
        leaf.words = {word};
        const auto terms = word_terms_of(leaf, languages_, stemmers_);
        return std::any_of(terms.begin(), terms.end(),
                           [&](const std::string& term) { return database_.term_exists(term); });
    }

    std::string nearest_among(const std::u32string& letters, const std::string& start) {
        const std::size_t most = letters.size() > 5 ? 2 : 1;
        std::string best;
        std::size_t best_off = most + 1;
        Xapian::doccount best_count = 0;
        const auto end = database_.allterms_end(start);
        for (auto term = database_.allterms_begin(start); term != end; ++term) {
            if (++walked_ > spelling_walk) break;
            const std::string word = *term;
            const std::size_t off = letters_off(letters, letters_of(word), best_off);
            if (off > most || off == 0 || off > best_off) continue;
            const Xapian::doccount count = term.get_termfreq();
            if (off < best_off || count > best_count) {
                best = word;
                best_off = off;
                best_count = count;
            }
        }
        return best;
    }

    const Xapian::Database& database_;
    const std::vector<std::string>& languages_;
    StemmerPool& stemmers_;
    std::size_t walked_ = 0; // words, for all of the query
};

struct Replacement {
    std::uint32_t begin = 0; // bytes of the query
    std::uint32_t end = 0;
    std::string word;
};

// The words of a leaf as they stand in the query; what is not wanted is left as it is.
void add_replacements(const Node& node, std::string_view query, Speller& speller,
                      std::vector<Replacement>& out) {
    if (node.kind == NodeKind::neg || out.size() >= most_words) return;
    for (const Node& child : node.children) add_replacements(child, query, speller, out);
    const bool is_text = node.field == FieldId::text || node.field == FieldId::title;
    const bool has_words =
        node.kind == NodeKind::word || node.kind == NodeKind::phrase || node.kind == NodeKind::near;
    if (!is_text || !has_words || node.span.end > query.size()) return;
    Tokens tokens;
    tokens.analyse(query.substr(node.span.begin, node.span.end - node.span.begin));
    for (const Token& token : tokens.all()) {
        const auto word = std::find_if(node.words.begin(), node.words.end(),
                                       [&](const auto& w) { return w.form == tokens.form(token); });
        if (word == node.words.end()) continue; // the name of a field
        std::string better = speller.nearest(*word, node.field);
        if (better.empty()) continue;
        out.push_back(
            {node.span.begin + token.begin, node.span.begin + token.end, std::move(better)});
    }
}

} // namespace

std::size_t letters_off(std::string_view a, std::string_view b, std::size_t most) {
    return letters_off(letters_of(a), letters_of(b), most);
}

std::string better_spelling(const ParsedQuery& query, const Xapian::Database& database,
                            const std::vector<std::string>& languages, StemmerPool& stemmers) {
    Speller speller(database, languages, stemmers);
    std::vector<Replacement> replacements;
    add_replacements(query.root, query.text, speller, replacements);
    if (replacements.empty()) return {};
    std::sort(replacements.begin(), replacements.end(),
              [](const Replacement& a, const Replacement& b) { return a.begin > b.begin; });
    std::string better = query.text;
    std::size_t after = better.size();
    for (const Replacement& each : replacements) {
        if (each.end > after) continue; // one word within another's
        better.replace(each.begin, each.end - each.begin, each.word);
        after = each.begin;
    }
    return better;
}

} // namespace sitrep
