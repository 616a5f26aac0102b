// Which words of an article report an event or a weapon. The lexicon says which words may; most
// of them are believed where they stand. The rest depends on the other words of the sentence:
//  - "strike", "shot", "blast" need a word of violence or a weapon beside them;
//  - a general word of attack near a weapon reports the attack that one makes with it: "drones
//    struck a depot" is a drone attack;
//  - soldiers, rebels or civilians killed are a killing, whatever else is said.
#include "indexer/enrich_events.h"

#include "schema/lexicon.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {
namespace {

// Evidence that is kept of a label; more says no more.
constexpr std::size_t most_evidence = 64;

// How far a weapon may stand from the word of attack with it, in words.
constexpr std::uint32_t weapon_reach = 7;

constexpr std::string_view attack = "attack";
constexpr std::string_view air_defence = "air defence";
constexpr std::string_view killing = "killing";
constexpr std::string_view violence = "violence";

void add(std::vector<Label>& labels, std::string_view id, Evidence evidence) {
    auto label =
        std::find_if(labels.begin(), labels.end(), [&](const Label& l) { return l.id == id; });
    if (label == labels.end()) label = labels.insert(labels.end(), {std::string(id), {}});
    if (label->evidence.size() < most_evidence) label->evidence.push_back(std::move(evidence));
}

class EventFinder {
  public:
    EventFinder(Article& article, Part part, const Tokens& tokens,
                const std::vector<CasualtyReport>& casualties)
        : article_(article), part_(part), tokens_(tokens), casualties_(casualties) {}

    void read() {
        for (const Mention& mention : article_.mentions)
            for (const Evidence& evidence : mention.evidence)
                if (!mention.is_actor && evidence.part == part_) places_.push_back(evidence.begin);
        std::sort(places_.begin(), places_.end());
        Lexicon::events().match(tokens_, article_.lang, events_);
        Lexicon::weapons().match(tokens_, article_.lang, weapons_);
        // One walk over the sentences that hold any of them.
        std::size_t event = 0;
        std::size_t weapon = 0;
        std::size_t report = 0;
        while (event < events_.size() || weapon < weapons_.size() || report < casualties_.size()) {
            const std::uint32_t at = std::min(
                {event < events_.size() ? events_[event].first : last_token,
                 weapon < weapons_.size() ? weapons_[weapon].first : last_token,
                 report < casualties_.size() ? token_of(casualties_[report]) : last_token});
            if (at == last_token) break;
            const std::uint32_t end = end_of_sentence(at);
            Sentence sentence;
            sentence.events = take(events_, event, end);
            sentence.weapons = take(weapons_, weapon, end);
            const std::size_t first = report;
            while (report < casualties_.size() && token_of(casualties_[report]) < end) ++report;
            sentence.casualties = {casualties_.data() + first, report - first};
            read(sentence);
        }
    }

  private:
    static constexpr std::uint32_t last_token = 0xffffffffU;

    struct Sentence {
        std::span<const LexiconMatch> events;
        std::span<const LexiconMatch> weapons;
        std::span<const CasualtyReport> casualties;
    };

    // Reports of the other part come last or are past.
    std::uint32_t token_of(const CasualtyReport& report) const {
        if (report.part == part_) return report.words;
        return part_ == Part::title ? last_token : 0;
    }

    std::uint32_t end_of_sentence(std::uint32_t at) const {
        ++at;
        while (at < tokens_.size() &&
               (tokens_[at].flags & (token_sentence_start | token_after_break)) == 0)
            ++at;
        return at;
    }

    static std::span<const LexiconMatch> take(const std::vector<LexiconMatch>& matches,
                                              std::size_t& next, std::uint32_t end) {
        const std::size_t first = next;
        while (next < matches.size() && matches[next].first < end) ++next;
        return std::span(matches).subspan(first, next - first);
    }

    static const LexiconEntry& event_of(const LexiconMatch& match) {
        return Lexicon::events().entries()[match.entry];
    }
    static const LexiconEntry& weapon_of(const LexiconMatch& match) {
        return Lexicon::weapons().entries()[match.entry];
    }
    static bool is_certain(const LexiconMatch& match) {
        return (match.flags & lexicon_needs_context) == 0;
    }

    static bool has_kind(const Sentence& sentence, std::string_view kind) {
        return std::any_of(sentence.events.begin(), sentence.events.end(),
                           [&](const LexiconMatch& match) { return event_of(match).kind == kind; });
    }

    void read(const Sentence& sentence) {
        const bool violent = std::any_of(
            sentence.events.begin(), sentence.events.end(), [](const LexiconMatch& match) {
                return is_certain(match) && event_of(match).kind == violence;
            });
        const bool armed =
            std::any_of(sentence.weapons.begin(), sentence.weapons.end(), is_certain);
        const bool hurt = std::any_of(sentence.casualties.begin(), sentence.casualties.end(),
                                      [&](const CasualtyReport& r) { return r.part == part_; });
        const bool figurative = !armed && !hurt && has_kind(sentence, "guard");
        const bool workers = !armed && has_kind(sentence, "labour");
        for (const LexiconMatch& match : sentence.weapons)
            if (is_certain(match) || (violent && !figurative) || armed)
                add(article_.weapons, weapon_of(match).id,
                    evidence(match.first, match.last, is_certain(match) ? "word" : "context", 1));
        for (const LexiconMatch& match : sentence.events) {
            const bool of_workers = (match.flags & lexicon_needs_labour) != 0;
            const bool needs_arms = (match.flags & lexicon_needs_arms) != 0;
            if (event_of(match).kind == "guard" || event_of(match).kind == "labour") continue;
            if (figurative && (event_of(match).kind != "civil" || !is_certain(match))) continue;
            if (of_workers ? !workers : workers && is_strike(match, sentence)) continue;
            if ((match.flags & lexicon_needs_place) != 0) {
                if (is_before_place(match)) read(match, sentence);
                continue;
            }
            if (is_certain(match) || of_workers || violent || armed || (hurt && !needs_arms))
                read(match, sentence);
        }
        for (const CasualtyReport& report : sentence.casualties)
            if (report.part == part_) read(report, sentence);
    }

    // Whether the word may also be a strike of workers; what it may be stands side by side.
    static bool is_strike(const LexiconMatch& match, const Sentence& sentence) {
        const auto may_be = [&](const LexiconMatch* other) {
            return other >= sentence.events.data() &&
                   other < sentence.events.data() + sentence.events.size() &&
                   other->first == match.first && (other->flags & lexicon_needs_labour) != 0;
        };
        return may_be(&match - 1) || may_be(&match + 1);
    }

    // "captured Goma", "captured the town of Sake".
    bool is_before_place(const LexiconMatch& match) const {
        constexpr std::uint32_t reach = 24; // bytes
        const std::uint32_t end = tokens_[match.last - 1].end;
        const auto place = std::lower_bound(places_.begin(), places_.end(), end);
        return place != places_.end() && *place <= end + reach;
    }

    void read(const CasualtyReport& report, const Sentence& sentence) {
        const LexiconMatch word{report.words, report.words_end, 0, 0};
        constexpr std::uint32_t reach = 4; // "the bomb in the car killed"
        if (const LexiconMatch* weapon = nearest_weapon(word, sentence, reach))
            add(article_.events, weapon_of(*weapon).kind,
                evidence(std::min(word.first, weapon->first), std::max(word.last, weapon->last),
                         "weapon", 0.8F));
        if (report.fighter && !report.injured)
            add(article_.events, killing, evidence(word.first, word.last, "casualties", 0.8F));
    }

    void read(const LexiconMatch& match, const Sentence& sentence) {
        const LexiconEntry& entry = event_of(match);
        const bool certain = is_certain(match);
        if (entry.id == attack || entry.id == air_defence) {
            if (const LexiconMatch* weapon = nearest_weapon(match, sentence, weapon_reach);
                weapon != nullptr && (entry.id == attack || is_incoming(*weapon))) {
                const std::uint32_t first = std::min(match.first, weapon->first);
                const std::uint32_t last = std::max(match.last, weapon->last);
                add(article_.events, weapon_of(*weapon).kind,
                    evidence(first, last, "weapon", certain ? 1 : 0.9F));
                if (entry.id == attack) return;
            }
        }
        add(article_.events, entry.id,
            evidence(match.first, match.last, certain ? "word" : "context", certain ? 1 : 0.8F));
    }

    // Drones and missiles that are shot down were sent to attack; aircraft perhaps not.
    static bool is_incoming(const LexiconMatch& weapon) {
        const std::string& kind = weapon_of(weapon).kind;
        return kind == "drone attack" || kind == "missile attack";
    }

    static const LexiconMatch* nearest_weapon(const LexiconMatch& match, const Sentence& sentence,
                                              std::uint32_t reach) {
        const auto after = std::lower_bound(
            sentence.weapons.begin(), sentence.weapons.end(), match.first,
            [](const LexiconMatch& weapon, std::uint32_t first) { return weapon.first < first; });
        const auto distance = [&](const LexiconMatch& weapon) {
            return weapon.first >= match.last   ? weapon.first - match.last
                   : match.first >= weapon.last ? match.first - weapon.last
                                                : 0;
        };
        const LexiconMatch* best = nullptr;
        const auto look = [&](const LexiconMatch& weapon) {
            if (weapon_of(weapon).kind.empty() || !is_certain(weapon)) return false;
            if (distance(weapon) <= reach &&
                (best == nullptr || distance(weapon) < distance(*best)))
                best = &weapon;
            return true;
        };
        // The nearest on either side; few stand so close that others are in between.
        constexpr std::ptrdiff_t most = 4;
        for (auto w = after; w != sentence.weapons.end() && w - after < most; ++w)
            if (look(*w)) break;
        for (auto w = after; w != sentence.weapons.begin() && after - w < most;)
            if (look(*--w)) break;
        return best;
    }

    Evidence evidence(std::uint32_t first, std::uint32_t last, std::string_view rule,
                      float confidence) const {
        const std::string& text = part_ == Part::title ? article_.title : article_.text;
        const std::uint32_t begin = tokens_[first].begin;
        const std::uint32_t end = tokens_[last - 1].end;
        return {part_, begin, end, text.substr(begin, end - begin), std::string(rule), confidence};
    }

    Article& article_;
    Part part_;
    const Tokens& tokens_;
    const std::vector<CasualtyReport>& casualties_;
    std::vector<std::uint32_t> places_; // where names of regions begin
    std::vector<LexiconMatch> events_;
    std::vector<LexiconMatch> weapons_;
};

} // namespace

void find_events(Article& article, const ArticleTokens& tokens,
                 const std::vector<CasualtyReport>& casualties) {
    EventFinder(article, Part::title, tokens.title, casualties).read();
    EventFinder(article, Part::text, tokens.text, casualties).read();
}

} // namespace sitrep
