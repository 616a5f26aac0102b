#include "searcher/suggest.h"

#include "schema/analysis.h"
#include "searcher/lex.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t most_words = 5;       // of a name
constexpr std::size_t tail_bytes = 256;     // of what was typed, looked at
constexpr std::size_t entities_tried = 400; // of a kind: the likeliest
constexpr std::size_t values_tried = 200;   // of a field, in their order

// Fields whose values are names that people type.
constexpr std::array keyword_fields{FieldId::source, FieldId::event, FieldId::weapon,
                                    FieldId::conflict};

// Where a name may begin: at each of the last words, the earliest first.
struct Start {
    std::size_t begin = 0;        // of what is replaced
    std::size_t name = 0;         // of the name: behind "actor:" and a quote
    const Field* field = nullptr; // none: any
};

bool is_opening(char c) {
    return c == '(' || c == '-' || c == '+' || c == '!';
}

// A start at a word, signs and a field name before it skipped.
Start start_at(std::string_view typed, std::size_t at) {
    while (at < typed.size() && is_opening(typed[at])) ++at;
    Start start{at, at, nullptr};
    const std::size_t end = std::min(typed.find_first_of(" \"", at), typed.size());
    const std::size_t colon = typed.substr(0, end).find(':', at);
    if (colon != typed.npos) {
        start.field = find_field(typed.substr(at, colon - at));
        if (start.field != nullptr) start.name = colon + 1;
    }
    std::size_t size = 0;
    if (start.name < typed.size() && is_quote(char_at(typed, start.name, size))) start.name += size;
    return start;
}

std::vector<Start> starts_of(std::string_view typed) {
    std::vector<Start> starts;
    std::size_t end = typed.size();
    const std::size_t last = typed.size() > tail_bytes ? typed.size() - tail_bytes : 0;
    while (starts.size() < most_words && end > last) {
        const std::size_t space = typed.find_last_of(" \t\n", end - 1);
        const std::size_t at = space == typed.npos ? 0 : space + 1;
        if (at < last) break;
        if (at < end) starts.insert(starts.begin(), start_at(typed, at));
        if (space == typed.npos) break;
        end = space;
    }
    // Words after "actor:" are its value, those before it are none.
    const auto named = std::find_if(starts.rbegin(), starts.rend(),
                                    [](const Start& start) { return start.field != nullptr; });
    if (named != starts.rend()) starts.erase(starts.begin(), named.base() - 1);
    return starts;
}

std::string query_text(const Field& of, std::string_view id) {
    Node node;
    node.kind = of.kind == FieldKind::entity ? NodeKind::entity : NodeKind::keyword;
    node.field = of.id;
    node.text = id;
    node.values = {node.text};
    return to_string(node);
}

// Whether one of the words of the name to show begins so comes before how many articles have it.
struct Found {
    bool by_name;
    Suggestion suggestion;
};

// A single letter of an alphabet.
bool is_letter_alone(std::string_view folded) {
    constexpr char32_t ideographs = 0x2E80;
    std::size_t size = 0;
    return char_at(folded, 0, size) < ideographs && size == folded.size();
}

class Suggester {
  public:
    Suggester(std::string_view typed, const Snapshot& snapshot, const Gazetteer& gazetteer)
        : typed_(typed), snapshot_(snapshot), gazetteer_(gazetteer) {}

    std::vector<Found> at(const Start& start) {
        found_.clear();
        const std::string_view prefix = typed_.substr(start.name);
        const std::string folded = fold_name(prefix);
        if (folded.empty()) return {};
        const auto wanted = [&](FieldId id) {
            return start.field == nullptr || start.field->id == id ||
                   (start.field->id == FieldId::mentions && field(id).kind == FieldKind::entity);
        };
        for (const EntityKind kind : {EntityKind::actor, EntityKind::region}) {
            if (!wanted(kind == EntityKind::actor ? FieldId::actor : FieldId::region)) continue;
            if (is_letter_alone(folded))
                add_ids(start, prefix, kind);
            else
                add_entities(start, prefix, kind);
        }
        for (const FieldId id : keyword_fields)
            if (wanted(id)) add_keywords(start, prefix, field(id));
        return std::move(found_);
    }

  private:
    void add_entities(const Start& start, std::string_view prefix, EntityKind kind) {
        const FieldId usual = kind == EntityKind::actor ? FieldId::actor : FieldId::region;
        const Field& of = start.field != nullptr ? *start.field : field(usual);
        std::set<std::string_view> meant; // by the whole of it: "us"
        for (const Entity& entity : gazetteer_.resolve(kind, prefix)) meant.insert(entity.id);
        const std::string folded = fold_name(prefix);
        for (const Entity& entity : gazetteer_.complete(kind, prefix, entities_tried)) {
            const bool by_name =
                meant.contains(entity.id) ||
                (" " + fold_name(entity.name)).find(" " + folded) != std::string::npos;
            add(start, of, entity, by_name);
        }
    }

    // Of a single letter: names by their ids, which are English.
    void add_ids(const Start& start, std::string_view prefix, EntityKind kind) {
        const FieldId usual = kind == EntityKind::actor ? FieldId::actor : FieldId::region;
        const Field& of = start.field != nullptr ? *start.field : field(usual);
        for_values(of, fold_name(prefix), [&](const std::string& id, const std::string&) {
            if (const auto entity = gazetteer_.find(kind, id)) add(start, of, *entity, true);
        });
    }

    void add_keywords(const Start& start, std::string_view prefix, const Field& of) {
        for_values(of, fold_keyword(prefix),
                   [&](const std::string& value, const std::string& term) {
                       add(start, of, value, value, {}, term, true);
                   });
    }

    // Values of the index that begin so.
    template <typename F>
    void for_values(const Field& of, const std::string& prefix, F&& see) {
        const std::string terms = std::string(of.prefix) + prefix;
        const Xapian::Database& database = snapshot_.database();
        std::size_t tried = 0;
        for (auto term = database.allterms_begin(terms);
             term != database.allterms_end(terms) && tried < values_tried; ++term, ++tried)
            see((*term).substr(of.prefix.size()), *term);
    }

    void add(const Start& start, const Field& of, const Entity& entity, bool by_name) {
        add(start, of, entity.id, entity.name, name_of(entity.type),
            make_term(of.prefix, entity.id), by_name);
    }

    void add(const Start& start, const Field& of, std::string_view id, std::string_view name,
             std::string_view type, const std::string& term, bool by_name) {
        Suggestion found;
        found.count = snapshot_.database().get_termfreq(term);
        if (found.count == 0) return;
        found.field = of.id;
        found.id = id;
        found.name = name;
        found.type = type;
        found.text = query_text(of, id);
        found.replaces = {static_cast<std::uint32_t>(start.begin),
                          static_cast<std::uint32_t>(typed_.size())};
        found_.push_back({by_name, std::move(found)});
    }

    std::string_view typed_;
    const Snapshot& snapshot_;
    const Gazetteer& gazetteer_;
    std::vector<Found> found_;
};

} // namespace

std::vector<Suggestion> suggest_names(std::string_view typed, const Snapshot& snapshot,
                                      const Gazetteer& gazetteer, std::size_t limit) {
    Suggester suggester(typed, snapshot, gazetteer);
    std::vector<Suggestion> best;
    for (const Start& start : starts_of(typed)) {
        std::vector<Found> found = suggester.at(start);
        if (found.empty()) continue;
        std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
            return a.by_name != b.by_name ? a.by_name : a.suggestion.count > b.suggestion.count;
        });
        for (std::size_t i = 0; i < std::min(found.size(), limit); ++i)
            best.push_back(std::move(found[i].suggestion));
        break;
    }
    return best;
}

std::string title_query(std::string_view typed) {
    constexpr std::size_t least_letters = 3; // before a *; see QueryLimits
    if (typed.size() > tail_bytes || typed.find(':') != typed.npos) return {};
    Tokens tokens;
    tokens.analyse(typed);
    std::string query;
    const bool unfinished = !typed.empty() && typed.back() != ' ';
    std::uint32_t words = 0;
    for (const Token& token : tokens.all()) {
        if ((token.flags & token_joined) != 0) continue;
        const std::string_view form = tokens.form(token);
        const auto letters = std::count_if(form.begin(), form.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        });
        const bool is_last = token.position == tokens.last_position();
        if (is_last && unfinished) {
            if (static_cast<std::size_t>(letters) < least_letters) continue;
            query += fmt::format("{}title:{}*", words > 0 ? " " : "", form);
        } else {
            query += fmt::format("{}title:\"{}\"", words > 0 ? " " : "", form);
        }
        ++words;
    }
    return query;
}

} // namespace sitrep
