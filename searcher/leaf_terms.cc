#include "searcher/leaf_terms.h"

#include <algorithm>

namespace sitrep {

std::string_view word_prefix(FieldId id) {
    return id == FieldId::title ? field(FieldId::title).prefix : std::string_view{};
}

std::string_view stem_prefix(FieldId id) {
    return id == FieldId::title ? prefixes::title_stem : prefixes::stem;
}

std::vector<std::string> word_terms_of(const Node& word, const std::vector<std::string>& languages,
                                       StemmerPool& stemmers) {
    WordTerms found = word_terms(word.words.at(0), languages, stemmers);
    const std::string_view before =
        found.stemmed ? stem_prefix(word.field) : word_prefix(word.field);
    for (std::string& term : found.terms) term = make_term(before, term);
    return std::move(found.terms);
}

std::vector<std::string> entity_terms_of(const Node& entity) {
    const std::string_view before = !entity.exact || entity.field == FieldId::mentions
                                        ? field(entity.field).prefix
                                    : entity.field == FieldId::actor ? prefixes::actor_exact
                                                                     : prefixes::region_exact;
    std::vector<std::string> terms;
    for (const std::string& id : entity.values) terms.push_back(make_term(before, id));
    return terms;
}

std::vector<std::string> keyword_terms_of(const Node& keyword) {
    std::vector<std::string> terms;
    for (const std::string& value : keyword.values)
        terms.push_back(make_term(field(keyword.field).prefix, value));
    return terms;
}

std::vector<std::string> phrase_terms_of(const Node& phrase) {
    std::vector<std::string> terms;
    for (const QueryWord& word : phrase.words)
        terms.push_back(make_term(word_prefix(phrase.field), word.form));
    return terms;
}

std::uint32_t phrase_window(const Node& phrase) {
    return static_cast<std::uint32_t>(phrase.words.size()) + phrase.distance;
}

WordForms::WordForms(const QueryWord& word, const std::vector<std::string>& languages,
                     StemmerPool& stemmers)
    : word_(word), languages_(languages), stemmers_(stemmers) {
    const WordTerms stems = word_terms(word, languages, stemmers);
    if (!stems.stemmed) return;
    for (const std::string& stem : stems.terms)
        for (std::string& start : form_starts(stem, word.script))
            starts_.push_back({std::move(start), stem});
}

bool WordForms::has(std::string_view form, const Start& start) const {
    return has_stem(form, word_.script) &&
           std::any_of(languages_.begin(), languages_.end(), [&](const std::string& language) {
               return stemmers_.of(language).stem(form, word_.script) == start.stem;
           });
}

bool WordForms::has(std::string_view form) const {
    return form == word_.form ||
           std::any_of(starts_.begin(), starts_.end(), [&](const Start& start) {
               return form.starts_with(start.start) && has(form, start);
           });
}

} // namespace sitrep
