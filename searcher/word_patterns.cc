#include "searcher/word_patterns.h"

#include "searcher/leaf_terms.h"

#include <algorithm>
#include <bit>

namespace sitrep {
namespace {

constexpr std::size_t most_known = 200'000; // forms whose stems are remembered
static_assert(max_word_size < 127, "lengths of prefixes, and one byte before them, are bits");

std::size_t at(Script script) {
    return static_cast<std::size_t>(script);
}

void set_key(std::string& key, std::string_view before, Script script, std::string_view stem) {
    key.assign(1, before.empty() ? 't' : before.front());
    key += static_cast<char>(script);
    key += stem;
}

void set_key(std::string& key, std::string_view before, std::string_view form) {
    key.assign(1, before.empty() ? 't' : before.front());
    key += form;
}

} // namespace

const std::vector<std::string>& FormStems::of(std::string_view form, Script script) {
    key_.assign(1, static_cast<char>(script));
    key_ += form;
    const auto found = known_.find(key_);
    if (found != known_.end()) return found->second;
    if (known_.size() >= most_known) known_.clear();
    std::vector<std::string>& stems = known_[key_];
    if (!has_stem(form, script)) return stems;
    for (const std::string& language : languages_) {
        std::string stem(stemmers_.of(language).stem(form, script));
        if (std::find(stems.begin(), stems.end(), stem) == stems.end())
            stems.push_back(std::move(stem));
    }
    return stems;
}

void WordPatterns::add_prefix(std::uint32_t number, std::string_view before,
                              std::string_view start) {
    ++changes_;
    const std::string whole = make_term(before, start);
    prefixes_[whole] = number;
    if (whole.size() < 128)
        lengths_[static_cast<unsigned char>(whole.front())][whole.size() / 64] |=
            std::uint64_t{1} << (whole.size() % 64);
}

void WordPatterns::remove_prefix(std::string_view before, std::string_view start) {
    ++changes_;
    prefixes_.erase(make_term(before, start));
}

void WordPatterns::add_word(std::uint32_t number, std::string_view before, const QueryWord& word,
                            const std::vector<std::string>& languages, StemmerPool& stemmers) {
    ++changes_;
    std::string key;
    set_key(key, before, word.form);
    exact_[key].push_back(number);
    const WordForms forms(word, languages, stemmers);
    for (const WordForms::Start& start : forms.starts()) {
        set_key(key, before, word.script, start.stem);
        Group& group = groups_[key];
        if (std::find(group.numbers.begin(), group.numbers.end(), number) == group.numbers.end())
            group.numbers.push_back(number);
        if (std::find(group.starts.begin(), group.starts.end(), start.start) == group.starts.end())
            group.starts.push_back(start.start);
        first_[at(word.script)].set(static_cast<unsigned char>(start.start.front()));
    }
}

void WordPatterns::remove_word(std::uint32_t number, std::string_view before, const QueryWord& word,
                               const std::vector<std::string>& languages, StemmerPool& stemmers) {
    ++changes_;
    std::string key;
    set_key(key, before, word.form);
    const auto exact = exact_.find(key);
    std::erase(exact->second, number);
    if (exact->second.empty()) exact_.erase(exact);
    const WordForms forms(word, languages, stemmers);
    for (const WordForms::Start& start : forms.starts()) {
        set_key(key, before, word.script, start.stem);
        const auto group = groups_.find(key);
        if (group == groups_.end()) continue; // a stem has several starts
        std::erase(group->second.numbers, number);
        if (group->second.numbers.empty()) groups_.erase(group);
    }
}

void WordPatterns::find(std::string_view term, FormStems& stems,
                        std::vector<std::uint32_t>& numbers) const {
    find_prefixes(term, numbers);
    if (!exact_.empty()) find_words(term, stems, numbers);
}

void WordPatterns::find_prefixes(std::string_view term, std::vector<std::uint32_t>& numbers) const {
    const auto& lengths = lengths_[static_cast<unsigned char>(term.front())];
    for (std::size_t block = 0; block < lengths.size(); ++block)
        for (std::uint64_t left = lengths[block]; left != 0; left &= left - 1) {
            const std::size_t length =
                block * 64 + static_cast<std::size_t>(std::countr_zero(left));
            if (length > term.size()) return;
            const auto prefix = prefixes_.find(term.substr(0, length));
            if (prefix != prefixes_.end()) numbers.push_back(prefix->second);
        }
}

void WordPatterns::find_words(std::string_view term, FormStems& stems,
                              std::vector<std::uint32_t>& numbers) const {
    const std::string_view title = word_prefix(FieldId::title);
    const std::string_view before = term.starts_with(title) ? title : std::string_view{};
    const std::string_view form = term.substr(before.size());
    std::string key;
    set_key(key, before, form);
    if (const auto exact = exact_.find(key); exact != exact_.end())
        numbers.insert(numbers.end(), exact->second.begin(), exact->second.end());
    for (std::size_t script = 0; script < first_.size(); ++script) {
        if (!first_[script].test(static_cast<unsigned char>(form.front()))) continue;
        for (const std::string& stem : stems.of(form, static_cast<Script>(script))) {
            set_key(key, before, static_cast<Script>(script), stem);
            const auto group = groups_.find(key);
            if (group == groups_.end()) continue;
            const std::vector<std::string>& starts = group->second.starts;
            if (std::any_of(starts.begin(), starts.end(),
                            [&](const std::string& start) { return form.starts_with(start); }))
                numbers.insert(numbers.end(), group->second.numbers.begin(),
                               group->second.numbers.end());
        }
    }
}

std::size_t WordPatterns::memory() const {
    constexpr std::size_t entry = 64; // of a map: its node, and its share of the table
    std::size_t bytes = 0;
    for (const auto& [key, number] : prefixes_) bytes += entry + key.capacity();
    for (const auto& [key, numbers] : exact_)
        bytes += entry + key.capacity() + numbers.capacity() * sizeof(numbers[0]) + sizeof numbers;
    for (const auto& [key, group] : groups_)
        bytes += entry + key.capacity() + group.numbers.capacity() * sizeof(std::uint32_t) +
                 sizeof group + group.starts.size() * sizeof(std::string);
    return bytes;
}

std::span<const std::uint32_t> KnownWords::patterns(std::string_view term,
                                                    const WordPatterns& patterns) {
    if (changes_ != patterns.changes() || words_.size() >= most_known) {
        words_ = {};
        found_.clear();
        numbers_.clear();
        changes_ = patterns.changes();
    }
    const std::span<const char> bytes(term.data(), term.size());
    std::uint32_t word = words_.find(bytes);
    if (word == Interner<char>::none) {
        word = words_.add(bytes).first;
        fresh_.clear();
        patterns.find(term, stems_, fresh_);
        std::sort(fresh_.begin(), fresh_.end());
        fresh_.erase(std::unique(fresh_.begin(), fresh_.end()), fresh_.end());
        const auto begin = static_cast<std::uint32_t>(numbers_.size());
        numbers_.insert(numbers_.end(), fresh_.begin(), fresh_.end());
        found_.emplace_back(begin, static_cast<std::uint32_t>(numbers_.size()));
    }
    const auto [begin, end] = found_[word];
    return std::span(numbers_).subspan(begin, end - begin);
}

} // namespace sitrep
