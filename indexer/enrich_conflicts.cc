// An article reports a war if it says so by name, or if it is about the war's places or parties
// and reports an event of war, in the days of that war. The rules stand in conflicts.tsv.
#include "indexer/enrich_conflicts.h"

#include "schema/lexicon.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sitrep {
namespace {

struct Party {
    bool is_actor;
    std::string_view id;
};
using Alternative = std::vector<Party>;

struct Rule {
    std::string_view conflict;
    DayRange days;
    std::vector<Alternative> alternatives;
};

template <typename Use>
void for_each_piece(std::string_view text, char separator, Use&& use) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        use(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

// "1979-10..1992-01", either end open; empty: always.
DayRange read_days(std::string_view text) {
    constexpr DayRange always{-1'000'000, 10'000'000};
    DayRange days = always;
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return days;
    if (const auto from = parse_period(text.substr(0, dots), 0)) days.from = from->from;
    if (const auto to = parse_period(text.substr(dots + 2), 0)) days.to = to->to;
    return days;
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> list;
        for (const LexiconEntry& entry : Lexicon::conflicts().entries()) {
            Rule rule{entry.id, read_days(entry.kind), {}};
            for_each_piece(entry.rule, '|', [&](std::string_view alternative) {
                rule.alternatives.emplace_back();
                for_each_piece(alternative, '+', [&](std::string_view part) {
                    if (part.size() > 2)
                        rule.alternatives.back().push_back({part[0] == 'a', part.substr(2)});
                });
            });
            list.push_back(std::move(rule));
        }
        return list;
    }();
    return all;
}

// Events of war that say nothing of violence where they happen.
bool is_apart(std::string_view event) {
    constexpr std::array<std::string_view, 4> apart{"talks", "coup", "military exercise",
                                                    "peace agreement"};
    return std::find(apart.begin(), apart.end(), event) != apart.end();
}

class ConflictFinder {
  public:
    ConflictFinder(Article& article, const ArticleTokens& tokens, const Gazetteer& gazetteer)
        : article_(article), tokens_(tokens), gazetteer_(gazetteer) {}

    void find() {
        if (!article_.date) return;
        on_ = article_.date.range();
        find_names(Part::title);
        find_names(Part::text);
        gather_events();
        if (of_war_ == nullptr) return;
        gather_mentions();
        for (const Rule& rule : rules()) apply(rule);
    }

  private:
    bool is_time_of(const Rule& rule) const {
        return on_.to >= rule.days.from && on_.from <= rule.days.to;
    }

    void add(std::string_view conflict, const Evidence& evidence) {
        constexpr std::size_t most_evidence = 16;
        auto label = std::find_if(article_.conflicts.begin(), article_.conflicts.end(),
                                  [&](const Label& l) { return l.id == conflict; });
        if (label == article_.conflicts.end())
            label = article_.conflicts.insert(label, {std::string(conflict), {}});
        if (label->evidence.size() < most_evidence) label->evidence.push_back(evidence);
    }

    void find_names(Part part) {
        const Tokens& tokens = part == Part::title ? tokens_.title : tokens_.text;
        const std::string& text = part == Part::title ? article_.title : article_.text;
        std::vector<LexiconMatch> matches;
        Lexicon::conflicts().match(tokens, article_.lang, matches);
        for (const LexiconMatch& match : matches) {
            if (!is_time_of(rules()[match.entry])) continue;
            const std::uint32_t begin = tokens[match.first].begin;
            const std::uint32_t end = tokens[match.last - 1].end;
            add(rules()[match.entry].conflict,
                {part, begin, end, text.substr(begin, end - begin), "name", 1});
        }
    }

    void gather_events() {
        for (const Label& event : article_.events) {
            const LexiconEntry* entry = Lexicon::events().find(event.id);
            if (entry == nullptr || event.evidence.empty() || entry->kind == "civil") continue;
            if (of_war_ == nullptr) of_war_ = &event.evidence.front();
            if (violent_ == nullptr && !is_apart(event.id)) violent_ = &event.evidence.front();
        }
    }

    void gather_mentions() {
        for (const Mention& mention : article_.mentions) {
            if (mention.evidence.empty() || (!mention.is_actor && !mention.about)) continue;
            auto& known = mention.is_actor ? actors_ : regions_;
            const Evidence* evidence = &mention.evidence.front();
            known.emplace(mention.entity, evidence);
            const auto entity = gazetteer_.find(
                mention.is_actor ? EntityKind::actor : EntityKind::region, mention.entity);
            if (!entity) continue;
            for (const EntityIndex above : mention.is_actor
                                               ? gazetteer_.principals(entity->index, on_.from)
                                               : gazetteer_.ancestors(entity->index))
                known.emplace(gazetteer_.entity(above).id, evidence);
        }
    }

    void apply(const Rule& rule) {
        if (!is_time_of(rule)) return;
        for (const Alternative& alternative : rule.alternatives) {
            std::vector<const Evidence*> shown;
            bool has_actor = false;
            for (const Party& part : alternative) {
                const auto& known = part.is_actor ? actors_ : regions_;
                const auto found = known.find(part.id);
                if (found == known.end()) break;
                shown.push_back(found->second);
                has_actor |= part.is_actor;
            }
            const Evidence* event = has_actor ? of_war_ : violent_;
            if (alternative.empty() || shown.size() < alternative.size() || event == nullptr)
                continue;
            for (const Evidence* evidence : shown) add_shown(rule.conflict, *evidence, has_actor);
            add_shown(rule.conflict, *event, has_actor);
            return;
        }
    }

    void add_shown(std::string_view conflict, Evidence evidence, bool has_actor) {
        evidence.rule = has_actor ? "parties and event" : "place and event";
        evidence.confidence = has_actor ? 0.9F : 0.8F;
        add(conflict, evidence);
    }

    Article& article_;
    const ArticleTokens& tokens_;
    const Gazetteer& gazetteer_;
    DayRange on_{};
    const Evidence* of_war_ = nullptr;
    const Evidence* violent_ = nullptr;
    std::unordered_map<std::string_view, const Evidence*> actors_;
    std::unordered_map<std::string_view, const Evidence*> regions_;
};

} // namespace

void find_conflicts(Article& article, const ArticleTokens& tokens, const Gazetteer& gazetteer) {
    ConflictFinder(article, tokens, gazetteer).find();
}

} // namespace sitrep
