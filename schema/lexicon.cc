#include "schema/lexicon.h"

#include "schema/lexicon_tsv.h"
#include "schema/word_trie.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

using WordId = std::uint32_t;
using NodeId = std::uint32_t;
constexpr std::uint32_t none = 0xffffffffU;

// The word id of "_": a gap of up to so many words.
constexpr WordId gap_word = 0xfffffffeU;
constexpr std::uint32_t widest_gap = 3;

// A trailing * stands after at least so many letters, or it would take in half a language.
constexpr std::size_t least_stem = 3;

using WordTable = std::unordered_map<std::string, WordId>;

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

bool is_plain_word(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// And, with, for, the: written together with the next word.
constexpr std::array<std::string_view, 18> arabic_proclitics{
    "وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "وب",
    "ول",   "و",   "ف",   "ب",   "ل",   "ك",   "س",  "وس", "سي"};
constexpr std::array<std::string_view, 14> hebrew_proclitics{
    "שה", "וה", "מה", "כש", "וב", "ול", "ומ", "ה", "ו", "ב", "ל", "מ", "ש", "כ"};

// Languages in Latin letters; 0 is that of an alias without one.
constexpr std::array<std::string_view, 9> latin_languages{"",   "en", "es", "fr", "de",
                                                          "it", "pt", "tr", "pl"};
constexpr std::uint8_t no_language = 0;
constexpr std::uint8_t english = 1;
constexpr std::uint8_t other_language = 0xff; // of another script, or not known

std::uint8_t language_of(std::string_view lang) {
    const auto found = std::find(latin_languages.begin(), latin_languages.end(), lang);
    return found == latin_languages.end()
               ? other_language
               : static_cast<std::uint8_t>(found - latin_languages.begin());
}

} // namespace

struct Lexicon::Impl {
    struct Node {
        std::uint32_t target = none; // first of a list
    };
    struct Target {
        std::uint16_t entry;
        std::uint8_t flags;
        std::uint8_t lang;
        std::uint32_t next;
    };

    std::vector<LexiconEntry> entries;
    std::vector<std::string> aliases; // by entry
    WordTable words;                  // whole; empty once all is built
    WordTable stems;                  // of words with a *
    struct Words {
        WordId whole = none;
        WordId stem = none;
    };
    WordTrie forms; // whole words and stems
    std::vector<Words> by_form;
    std::unordered_map<std::uint64_t, NodeId> edges; // node, word -> node
    std::vector<NodeId> first_nodes;                 // by word: the edge of the root, or none
    std::map<std::string, std::uint32_t, std::less<>> by_id; // place in entries
    std::vector<Node> nodes{1};
    std::vector<Target> targets;
    std::uint16_t nothing = 0xffff; // the entry "-"
    bool plain_is_english = false;

    // --- building

    WordId add_word(std::string_view form, bool is_stem) {
        WordTable& table = is_stem ? stems : words;
        const auto next = static_cast<WordId>(words.size() + stems.size());
        return table.emplace(std::string(form), next).first->second;
    }

    NodeId add_edge(NodeId node, WordId word) {
        const auto next = static_cast<NodeId>(nodes.size());
        const auto [edge, is_new] =
            edges.emplace((static_cast<std::uint64_t>(node) << 32) | word, next);
        if (is_new) nodes.emplace_back();
        return edge->second;
    }

    void add_target(NodeId node, std::uint16_t entry, const lexicon::Pattern& pattern) {
        std::uint8_t lang = language_of(pattern.lang);
        if (lang == no_language && plain_is_english) lang = english;
        for (std::uint32_t t = nodes[node].target; t != none; t = targets[t].next)
            if (targets[t].entry == entry && targets[t].lang == lang) return;
        targets.push_back({entry, pattern.flags, lang, nodes[node].target});
        nodes[node].target = static_cast<std::uint32_t>(targets.size() - 1);
    }

    // The token that is the whole chunk: "A-50" is not "a 50".
    static const Token* designator(const Tokens& tokens, std::string_view chunk) {
        for (const Token& token : tokens.all())
            if ((token.flags & token_joined) != 0 && token.begin == 0 && token.end == chunk.size())
                return &token;
        return nullptr;
    }

    // The words of a pattern; false if it has none or a * where none may be.
    bool add_pattern(const lexicon::Pattern& pattern, std::uint16_t entry, Tokens& scratch) {
        NodeId node = 0;
        std::string_view rest = pattern.text;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            std::string_view chunk = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (chunk.empty()) continue;
            if (chunk == "_") {
                if (node == 0 || rest.empty()) return false;
                node = add_edge(node, gap_word);
                continue;
            }
            const bool is_stem = chunk.ends_with('*');
            if (is_stem) chunk.remove_suffix(1);
            if (chunk.find('*') != std::string_view::npos) return false;
            if (is_plain_word(chunk)) {
                if (is_stem && chunk.size() < least_stem) return false;
                node = add_edge(node, add_word(chunk, is_stem));
                continue;
            }
            scratch.analyse(chunk);
            if (const Token* whole = designator(scratch, chunk);
                whole != nullptr && chunk.size() == pattern.text.size()) {
                node = add_edge(node, add_word(scratch.form(*whole), false));
                break;
            }
            std::size_t last = 0;
            for (std::size_t i = 0; i < scratch.size(); ++i)
                if ((scratch[i].flags & token_joined) == 0) last = i;
            for (std::size_t i = 0; i < scratch.size(); ++i) {
                const std::string_view form = scratch.form(scratch[i]);
                if ((scratch[i].flags & token_joined) != 0) continue;
                const bool star = is_stem && i == last;
                if (star && letters(form) < least_stem) return false;
                node = add_edge(node, add_word(form, star));
            }
        }
        if (node == 0) return false;
        add_target(node, entry, pattern);
        return true;
    }

    void add_row(const lexicon::Row& row, Tokens& scratch, std::vector<std::string>& problems) {
        const auto entry = static_cast<std::uint16_t>(entries.size());
        if (row.id == "-") {
            if (nothing == 0xffff) nothing = entry;
        } else if (find(row.id) != nullptr) {
            problems.push_back(fmt::format("{}: \"{}\" stands in another row", row.where, row.id));
            return;
        }
        by_id.emplace(row.id, entry);
        entries.push_back({row.id, row.parent, row.kind, row.rule});
        aliases.push_back(row.aliases);
        for (const lexicon::Pattern& pattern : row.patterns)
            if (!add_pattern(pattern, row.id == "-" ? nothing : entry, scratch))
                problems.push_back(fmt::format(
                    "{}: \"{}\" is no pattern: a * stands at the end of a word, after {} "
                    "letters or more; a _ between words",
                    row.where, pattern.text, least_stem));
    }

    void finish() {
        std::map<std::string_view, Words> both;
        for (const auto& [form, word] : words) both[form].whole = word;
        for (const auto& [form, word] : stems) both[form].stem = word;
        std::vector<std::pair<std::string_view, std::uint32_t>> numbered;
        for (const auto& [form, meaning] : both) {
            numbered.emplace_back(form, static_cast<std::uint32_t>(by_form.size()));
            by_form.push_back(meaning);
        }
        forms = WordTrie(std::move(numbered));
        first_nodes.assign(words.size() + stems.size(), none);
        for (WordId word = 0; word < first_nodes.size(); ++word)
            if (const auto edge = edges.find(word); edge != edges.end())
                first_nodes[word] = edge->second;
        words.clear();
        stems.clear();
    }

    // --- matching

    const LexiconEntry* find(std::string_view id) const {
        const auto found = by_id.find(id);
        return found == by_id.end() ? nullptr : &entries[found->second];
    }

    template <typename Use>
    void for_each_word_of(std::string_view form, Use&& use) const {
        std::array<WordId, 32> found; // more stems do not begin alike
        std::size_t count = 0;
        forms.for_each_prefix(form, [&](std::uint32_t number, std::size_t size) {
            const Words& meaning = by_form[number];
            if (size == form.size() && meaning.whole != none) use(meaning.whole);
            if (meaning.stem != none && count < found.size()) found[count++] = meaning.stem;
        });
        while (count > 0) use(found[--count]); // the longest first
    }

    // The words of the lexicon that a word of a text may be.
    template <typename Use>
    void for_each_word(std::string_view form, Script script, Use&& use) const {
        for_each_word_of(form, use);
        constexpr std::size_t least = 6; // bytes: three letters
        const auto without = [&](const auto& proclitics) {
            for (const std::string_view proclitic : proclitics)
                if (form.size() >= proclitic.size() + least && form.starts_with(proclitic))
                    for_each_word_of(form.substr(proclitic.size()), use);
        };
        if (script == Script::arabic) without(arabic_proclitics);
        if (script == Script::hebrew) without(hebrew_proclitics);
    }

    struct Found {
        std::uint8_t lang = other_language; // of the text
        NodeId node = 0;
        std::uint32_t last = 0;
    };

    static bool may_stand(const Target& target, std::uint8_t lang) {
        return lang == other_language || lang == no_language || target.lang == lang ||
               target.lang == no_language;
    }

    bool has_target(NodeId node, std::uint8_t lang) const {
        for (std::uint32_t t = nodes[node].target; t != none; t = targets[t].next)
            if (may_stand(targets[t], lang)) return true;
        return false;
    }

    // The next word of a sentence; false if there is none.
    static bool next_word(const Tokens& tokens, std::uint32_t& at) {
        while (at < tokens.size() && (tokens[at].flags & token_joined) != 0) ++at;
        return at < tokens.size() &&
               (tokens[at].flags & (token_sentence_start | token_after_break)) == 0;
    }

    // The longest alias of tokens [at, ...) below `node`.
    void extend(const Tokens& tokens, std::uint32_t at, NodeId node, Found& best) const {
        if (!next_word(tokens, at)) return;
        step(tokens, at, node, best);
        const auto gap = edges.find((static_cast<std::uint64_t>(node) << 32) | gap_word);
        if (gap == edges.end()) return;
        step(tokens, at, gap->second, best);
        for (std::uint32_t skipped = 0; skipped < widest_gap; ++skipped) {
            if (!next_word(tokens, ++at)) return;
            step(tokens, at, gap->second, best);
        }
    }

    NodeId follow(NodeId node, WordId word) const {
        if (node == 0) return first_nodes[word];
        const auto edge = edges.find((static_cast<std::uint64_t>(node) << 32) | word);
        return edge == edges.end() ? none : edge->second;
    }

    void step(const Tokens& tokens, std::uint32_t at, NodeId node, Found& best) const {
        for_each_word(tokens.form(tokens[at]), tokens[at].script, [&](WordId word) {
            const NodeId next = follow(node, word);
            if (next == none) return;
            std::uint32_t last = at + 1;
            if ((tokens[at].flags & token_joined) != 0)
                while (last < tokens.size() && tokens[last].begin < tokens[at].end) ++last;
            if (last > best.last && has_target(next, best.lang)) best = {best.lang, next, last};
            extend(tokens, last, next, best);
        });
    }

    Found longest(const Tokens& tokens, std::uint32_t at, std::uint8_t lang) const {
        Found best{lang};
        step(tokens, at, 0, best);
        return best;
    }
};

Lexicon::Lexicon(const std::string& name, std::string_view text, Plain plain,
                 std::vector<std::string>& problems)
    : impl_(new Impl) {
    impl_->plain_is_english = plain == Plain::english;
    std::vector<lexicon::Row> rows;
    lexicon::parse_tsv(name, text, rows, problems);
    std::size_t patterns = 0;
    for (const lexicon::Row& row : rows) patterns += row.patterns.size();
    impl_->words.reserve(patterns);
    impl_->edges.reserve(patterns * 2);
    Tokens scratch;
    for (const lexicon::Row& row : rows) impl_->add_row(row, scratch, problems);
    impl_->finish();
    for (const lexicon::Row& row : rows)
        if (!row.parent.empty() && find(row.parent) == nullptr)
            problems.push_back(
                fmt::format("{}: \"{}\" has no row of its own", row.where, row.parent));
}

Lexicon::~Lexicon() = default;

const std::vector<LexiconEntry>& Lexicon::entries() const {
    return impl_->entries;
}

const LexiconEntry* Lexicon::find(std::string_view id) const {
    return impl_->find(id);
}

void Lexicon::match(const Tokens& tokens, std::string_view lang,
                    std::vector<LexiconMatch>& matches) const {
    const std::uint8_t language = language_of(lang);
    for (std::uint32_t at = 0; at < tokens.size();) {
        const Impl::Found found = impl_->longest(tokens, at, language);
        if (found.last == 0) {
            ++at;
            continue;
        }
        const std::size_t before = matches.size();
        for (std::uint32_t t = impl_->nodes[found.node].target; t != none;
             t = impl_->targets[t].next) {
            const Impl::Target& target = impl_->targets[t];
            const bool known =
                std::any_of(matches.begin() + static_cast<std::ptrdiff_t>(before), matches.end(),
                            [&](const LexiconMatch& m) { return m.entry == target.entry; });
            if (!known && Impl::may_stand(target, language) && target.entry != impl_->nothing &&
                (target.flags & lexicon_query_only) == 0)
                matches.push_back({at, found.last, target.entry, target.flags});
        }
        at = found.last;
    }
}

std::vector<std::string_view> Lexicon::resolve(std::string_view name) const {
    thread_local Tokens tokens; // credits are read in every article
    tokens.analyse(name);
    std::vector<std::string_view> ids;
    if (tokens.size() == 0) return ids;
    if (const LexiconEntry* entry = find(fold_keyword(name)); entry != nullptr) return {entry->id};
    const Impl::Found found = impl_->longest(tokens, 0, other_language);
    if (found.last != tokens.size()) return ids;
    for (std::uint32_t t = impl_->nodes[found.node].target; t != none; t = impl_->targets[t].next)
        if (impl_->targets[t].entry != impl_->nothing)
            ids.push_back(impl_->entries[impl_->targets[t].entry].id);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void Lexicon::append_parents(std::string_view id, std::vector<std::string>& ids) const {
    constexpr int deepest = 8; // of rows that are each other's parents
    const LexiconEntry* entry = find(id);
    for (int depth = 0; entry != nullptr && !entry->parent.empty() && depth < deepest; ++depth) {
        ids.push_back(entry->parent);
        entry = find(entry->parent);
    }
}

std::string_view Lexicon::aliases(std::string_view id) const {
    const LexiconEntry* entry = find(id);
    return entry == nullptr
               ? std::string_view()
               : impl_->aliases[static_cast<std::size_t>(entry - impl_->entries.data())];
}

} // namespace sitrep
