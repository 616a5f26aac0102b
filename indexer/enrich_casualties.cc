#include "indexer/enrich_casualties.h"

#include "indexer/casualty_attribution.h"
#include "indexer/casualty_counts.h"
#include "indexer/casualty_words.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sitrep {
namespace {

using Word = CasualtyWord;

// How far before a word of killing its number may stand, in words: "five people in the north of
// the city were reported killed"; less where no word says what is counted.
constexpr std::size_t longest_reach = 9;
constexpr std::size_t bare_reach = 4;
constexpr std::size_t longest_look = 24; // other counts among them
// "No one, police said, was killed"; "could have been killed".
constexpr std::size_t negation_reach = 5;
constexpr std::size_t modal_reach = 3;
constexpr std::size_t toll_reach = 8;

// One sentence: which counts belong to which words.
class SentenceReader {
  public:
    SentenceReader(std::span<const CasualtyItem> items, const Tokens& tokens, Part part)
        : items_(items), tokens_(tokens), part_(part) {
        read_people_counts(items_, counts_);
        of_item_.resize(items_.size());
        for (PeopleCount& count : counts_)
            for (std::size_t i = count.first; i < count.last; ++i) of_item_[i] = &count;
        for (const CasualtyItem& item : items_) total_ |= item.has(Word::total);
    }

    void read(std::vector<CasualtyReport>& reports) {
        for (std::size_t at = 0; at < items_.size(); ++at) {
            const CasualtyItem& item = items_[at];
            if (item.has(Word::toll))
                read_toll(at, reports);
            else if (item.has(Word::killed) || item.has(Word::injured))
                read_word(at, reports);
        }
    }

  private:
    bool is_word(std::size_t at) const {
        return items_[at].has(Word::killed) || items_[at].has(Word::injured);
    }

    // Something that is not so, or not yet: "no one was", "could be", "to kill".
    bool is_denied(std::size_t at) const {
        for (std::size_t back = 1; back <= at && back <= negation_reach; ++back) {
            const CasualtyItem& item = items_[at - back];
            if (item.has(Word::modal) && back <= modal_reach) return true;
            if (item.has(Word::zero)) return true;
            if (item.has(Word::stop) || item.has(Word::number) || is_word(at - back) ||
                items_[at - back + 1].after_comma)
                return false;
        }
        return false;
    }

    bool is_passive(std::size_t at) const {
        if (items_[at].voice != Voice::either) return items_[at].voice == Voice::passive;
        for (std::size_t back = 1; back <= at && back <= 3; ++back)
            if (items_[at - back].has(Word::aux)) return true;
        return false;
    }

    PeopleCount* count_from(std::size_t at) const { return of_item_[at]; }

    // "killed five", "killed the two brothers".
    PeopleCount* right_of(std::size_t at) const {
        for (std::size_t i = at + 1; i < items_.size() && i <= at + 3; ++i) {
            if (items_[i].after_comma || items_[i].after_break) return nullptr;
            if (PeopleCount* count = count_from(i))
                return count->first == i && !count->used && !count->subset ? count : nullptr;
            if (!items_[i].has(Word::filler) && !items_[i].has(Word::aux)) return nullptr;
        }
        return nullptr;
    }

    // "five people were killed".
    PeopleCount* left_of(std::size_t at) const {
        PeopleCount* best = nullptr;
        for (std::size_t back = 1; back <= at && back <= longest_look && best == nullptr; ++back) {
            PeopleCount* count = count_from(at - back);
            if (count != nullptr && !count->used && !count->subset) best = count;
        }
        if (best == nullptr) {
            // a number that is a word of killing itself: "قتيلين"
            PeopleCount* own = count_from(at);
            return own != nullptr && !own->used ? own : nullptr;
        }
        const std::size_t reach = best->bare ? bare_reach : longest_reach;
        std::size_t words = 0;
        for (std::size_t i = best->last; i < at; ++i) {
            const CasualtyItem& item = items_[i];
            if (count_from(i) != nullptr || item.has(Word::including)) continue;
            if (item.has(Word::stop) || item.has(Word::modal) || item.has(Word::said) ||
                item.after_break)
                return nullptr;
            if (item.has(Word::conjunction) && !is_word(i + 1)) return nullptr;
            if (best->bare && (item.after_comma || item.has(Word::thing))) return nullptr;
            if (!item.has(Word::aux) && ++words > reach) return nullptr;
        }
        return best;
    }

    // A count right beside another: "a farmer and his two sons". `other` comes after `count`.
    bool are_joined(const PeopleCount& count, const PeopleCount& other) const {
        if (count.used || other.bare || other.subset || count.subset) return false;
        bool joined = items_[other.first].after_comma && !count.bare;
        if (other.first > count.last + 4) return false;
        for (std::size_t i = count.last; i < other.first; ++i) {
            if (items_[i].has(Word::conjunction))
                joined = true;
            else if (!items_[i].has(Word::filler) || items_[i].after_break)
                return false;
        }
        return joined && !items_[other.first].after_break;
    }

    // Whether the sentence goes on with another verb for `count`: "and three soldiers were hurt".
    bool has_own_verb(const PeopleCount& count) const {
        for (std::size_t i = count.last; i < items_.size() && i <= count.last + 3; ++i) {
            if (items_[i].after_comma || items_[i].after_break) return false;
            if (items_[i].has(Word::aux) || is_word(i) || items_[i].has(Word::stop)) return true;
        }
        return false;
    }

    void add_neighbours(PeopleCount& count, bool left, std::uint32_t& low, std::uint32_t& high) {
        const auto index = static_cast<std::size_t>(&count - counts_.data());
        if (left) {
            for (std::size_t i = index; i > 0 && are_joined(counts_[i - 1], counts_[i]); --i)
                take(counts_[i - 1], low, high);
            return;
        }
        for (std::size_t i = index; i + 1 < counts_.size(); ++i) {
            PeopleCount& next = counts_[i + 1];
            PeopleCount open = counts_[i];
            open.used = false;
            if (next.used || !are_joined(open, next) || has_own_verb(next)) return;
            take(next, low, high);
        }
    }

    static void take(PeopleCount& count, std::uint32_t& low, std::uint32_t& high) {
        count.used = true;
        low += count.low;
        high += count.high;
    }

    // "Civilian killed", "погибла женщина", "مقتل شخص".
    std::optional<std::size_t> one_person(std::size_t at) const {
        const auto is_one = [&](std::size_t i) {
            return items_[i].has(Word::person) && !items_[i].has(Word::number) &&
                   (i == 0 || (!items_[i - 1].has(Word::number) && !items_[i - 1].has(Word::zero)));
        };
        if (items_[at].voice != Voice::active) {
            for (std::size_t back = 1; back <= at && back <= 3; ++back) {
                if (is_one(at - back)) return at - back;
                const CasualtyItem& item = items_[at - back];
                if (items_[at - back + 1].after_break ||
                    !(item.has(Word::aux) || (item.is == 0 && back == 1)))
                    break;
            }
        }
        for (std::size_t i = at + 1; i < items_.size() && i <= at + 2; ++i) {
            if (items_[i].after_comma || items_[i].after_break) break;
            if (is_one(i)) return i;
            if (items_[i].is != 0 && !items_[i].has(Word::filler)) break;
        }
        return {};
    }

    void read_word(std::size_t at, std::vector<CasualtyReport>& reports) {
        if (is_denied(at)) return;
        const bool passive = is_passive(at);
        const bool active = items_[at].voice == Voice::active;
        PeopleCount* right = right_of(at);
        PeopleCount* left = active ? nullptr : left_of(at);
        PeopleCount* count = passive && left != nullptr ? left : right != nullptr ? right : left;
        if (passive && count == right && right != nullptr && right->bare) count = nullptr;
        if (count != nullptr && items_[at].needs_people && !count->fighter) return;
        if (count != nullptr) {
            CasualtyReport report = report_of(at, count->first, count->last);
            report.fighter = count->fighter;
            take(*count, report.low, report.high);
            add_neighbours(*count, count == left && count != right, report.low, report.high);
            reports.push_back(report);
        } else if (const auto one = one_person(at); one && !items_[at].needs_people) {
            CasualtyReport report = report_of(at, *one, *one + 1);
            report.low = report.high = 1;
            report.fighter = items_[*one].fighter;
            reports.push_back(report);
        }
    }

    void read_toll(std::size_t at, std::vector<CasualtyReport>& reports) {
        PeopleCount* found = nullptr;
        for (std::size_t i = at + 1; i < items_.size() && i <= at + toll_reach && found == nullptr;
             ++i)
            found = count_from(i);
        if (found == nullptr || found->used) return;
        CasualtyReport report = report_of(at, found->first, found->last);
        report.toll = true;
        take(*found, report.low, report.high);
        // "rose from 3 to 7"
        if (report.low != report.high && items_[found->first].has(Word::between))
            report.low = report.high;
        reports.push_back(report);
    }

    CasualtyReport report_of(std::size_t word, std::size_t first, std::size_t last) const {
        CasualtyReport report;
        report.part = part_;
        report.words = items_[word].first;
        report.words_end = items_[word].last;
        report.begin = tokens_[items_[std::min(word, first)].first].begin;
        report.end = tokens_[items_[std::max(word, last - 1)].last - 1].end;
        report.injured = items_[word].has(Word::injured);
        report.total = total_;
        return report;
    }

    std::span<const CasualtyItem> items_;
    const Tokens& tokens_;
    Part part_;
    std::vector<PeopleCount> counts_;
    std::vector<PeopleCount*> of_item_; // the count that an item belongs to
    bool total_ = false;
};

// Of all reports of a kind, the one that says most: a toll, the title, the lede, the rest.
const CasualtyReport* choose(const std::vector<CasualtyReport>& reports, bool injured) {
    const auto rank = [](const CasualtyReport& report) {
        return (report.total ? 0 : 8) + (report.toll ? 4 : 0) +
               (report.part == Part::title ? 2 : 0) + (report.in_lede ? 1 : 0);
    };
    const CasualtyReport* best = nullptr;
    for (const CasualtyReport& report : reports) {
        if (report.injured != injured) continue;
        // The dead of a whole war are no report of one.
        constexpr std::uint32_t war = 1000;
        if (report.total && report.low >= war) continue;
        if (best == nullptr || rank(report) > rank(*best) ||
            (report.toll && best->toll && rank(report) == rank(*best)))
            best = &report;
    }
    return best;
}

Evidence evidence_of(const Article& article, const CasualtyReport& report) {
    const std::string& text = report.part == Part::title ? article.title : article.text;
    return {report.part,
            report.begin,
            report.end,
            text.substr(report.begin, report.end - report.begin),
            report.toll ? "toll" : "count",
            report.total ? 0.5F : 1.0F};
}

// What the title and the lede say together, where they differ a little.
void widen(const Article& article, const std::vector<CasualtyReport>& reports,
           const CasualtyReport& main, Casualties& casualties) {
    if (main.part != Part::title || main.toll) return;
    for (const CasualtyReport& report : reports) {
        if (report.injured != main.injured || !report.in_lede || report.total) continue;
        if (report.low > main.high * 2 || main.low > report.high * 2) return;
        const bool within = report.low >= main.low && report.high <= main.high;
        casualties.low = within ? report.low : std::min(main.low, report.low);
        casualties.high = within ? report.high : std::max(main.high, report.high);
        casualties.evidence.push_back(evidence_of(article, report));
        return;
    }
}

class CasualtyFinder {
  public:
    CasualtyFinder(Article& article, const ArticleTokens& tokens,
                   std::vector<CasualtyReport>& reports)
        : article_(article), tokens_(tokens), reports_(reports) {}

    void read(Part part) {
        const std::string& text = part == Part::title ? article_.title : article_.text;
        std::vector<CasualtyItem>& items = part == Part::title ? title_ : text_;
        read_casualty_items(text, tokens(part), article_.lang, items);
        const std::uint32_t lede = end_of_lede(text);
        for_each_sentence(items, [&](std::span<const CasualtyItem> sentence) {
            const std::size_t before = reports_.size();
            SentenceReader(sentence, tokens(part), part).read(reports_);
            for (std::size_t i = before; i < reports_.size(); ++i)
                reports_[i].in_lede = part == Part::text && reports_[i].begin < lede;
        });
    }

    std::optional<Casualties> decide(bool injured) const {
        const CasualtyReport* main = choose(reports_, injured);
        if (main == nullptr) return {};
        Casualties casualties;
        casualties.low = main->low;
        casualties.high = main->high;
        casualties.evidence.push_back(evidence_of(article_, *main));
        casualties.attributed_to = attributed(*main);
        widen(article_, reports_, *main, casualties);
        return casualties;
    }

  private:
    const Tokens& tokens(Part part) const {
        return part == Part::title ? tokens_.title : tokens_.text;
    }

    static std::uint32_t end_of_lede(std::string_view text) {
        const std::size_t blank = text.find('\n');
        return static_cast<std::uint32_t>(std::min(blank, text.size()));
    }

    template <typename Use>
    static void for_each_sentence(const std::vector<CasualtyItem>& items, Use&& use) {
        for (std::size_t begin = 0; begin < items.size();) {
            std::size_t end = begin + 1;
            while (end < items.size() && !items[end].starts) ++end;
            use(std::span(items).subspan(begin, end - begin));
            begin = end;
        }
    }

    std::string attributed(const CasualtyReport& report) const {
        std::string name;
        const std::string& text = report.part == Part::title ? article_.title : article_.text;
        for_each_sentence(report.part == Part::title ? title_ : text_,
                          [&](std::span<const CasualtyItem> sentence) {
                              if (sentence.front().first <= report.words &&
                                  report.words < sentence.back().last)
                                  name = attribution(text, tokens(report.part), sentence);
                          });
        return name;
    }

    Article& article_;
    const ArticleTokens& tokens_;
    std::vector<CasualtyReport>& reports_;
    std::vector<CasualtyItem> title_;
    std::vector<CasualtyItem> text_;
};

} // namespace

void find_casualties(Article& article, const ArticleTokens& tokens,
                     std::vector<CasualtyReport>& reports) {
    reports.clear();
    CasualtyFinder finder(article, tokens, reports);
    finder.read(Part::title);
    finder.read(Part::text);
    if (!article.killed) article.killed = finder.decide(false);
    if (!article.injured) article.injured = finder.decide(true);
}

} // namespace sitrep
