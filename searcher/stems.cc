#include "searcher/stems.h"

#include <algorithm>

namespace sitrep {

Stemmer& StemmerPool::of(std::string_view lang) {
    if (lang.empty()) lang = "en";
    const auto found = stemmers_.find(lang);
    if (found != stemmers_.end()) return found->second;
    return stemmers_.emplace(std::string(lang), Stemmer(lang)).first->second;
}

WordTerms word_terms(const QueryWord& word, const std::vector<std::string>& languages,
                     StemmerPool& stemmers) {
    if (!has_stem(word.form, word.script)) return {false, {word.form}};
    WordTerms result{true, {}};
    for (const std::string& language : languages) {
        std::string stem(stemmers.of(language).stem(word.form, word.script));
        if (std::find(result.terms.begin(), result.terms.end(), stem) == result.terms.end())
            result.terms.push_back(std::move(stem));
    }
    return result;
}

std::vector<std::string> form_starts(std::string_view stem, Script script) {
    std::size_t keep = std::max(stem.size() * 2 / 3, std::min<std::size_t>(3, stem.size()));
    while (keep > 0 && keep < stem.size() &&
           (static_cast<unsigned char>(stem[keep]) & 0xC0) == 0x80)
        --keep;
    const std::string start(stem.substr(0, keep));
    std::vector<std::string> starts{start};
    if (script == Script::arabic)
        for (const char* before : {"ال", "وال", "بال", "كال", "فال", "لل", "و", "ب", "ل", "ف", "ك"})
            starts.push_back(before + start);
    return starts;
}

namespace {

bool is_plain_stop_word(const Node& node) {
    return node.kind == NodeKind::word && !node.required && node.words.size() == 1 &&
           node.words[0].stop;
}

} // namespace

bool is_dropped_stop_word(const Node& conjunction, const Node& child) {
    if (!is_plain_stop_word(child)) return false;
    return std::any_of(conjunction.children.begin(), conjunction.children.end(),
                       [](const Node& other) {
                           return other.kind != NodeKind::neg && other.kind != NodeKind::all &&
                                  !is_plain_stop_word(other);
                       });
}

} // namespace sitrep
