// Which dates of an article are those of what it reports: those of sentences that report an event,
// but for days of speaking, of papers and of history.
#include "indexer/enrich_happened.h"

#include "indexer/when_resolve.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sitrep {
namespace {

// Dates further back are history where the article has nearer ones.
constexpr Day nearest_days = 60;
// A date further ahead is no plan but a slip, or a calendar's.
constexpr Day furthest_plan = 2 * 366;
// "since January" says too little.
constexpr Day longest_span = 31;
constexpr Day clock_slack = 1;

// How far a word of the future reaches, in words.
constexpr std::uint32_t future_reach = 14;
constexpr std::uint32_t said_reach = 3;

struct Found {
    WhenDays days;
    bool planned = false;
    bool said = false;  // the day of speaking
    bool event = false; // stands in a sentence that reports or announces one
    float confidence = 1;
    std::string_view rule;
    Evidence evidence;
};

std::string_view rule_of(const WhenExpression& expression) {
    if (expression.since) return "since";
    switch (expression.point.type) {
    case WhenType::date: return "explicit";
    case WhenType::month: return "month";
    case WhenType::year: return "year";
    case WhenType::weekday: return "weekday";
    case WhenType::anchor: return "sequence";
    case WhenType::unit:
    case WhenType::span: return "period";
    default: return "relative";
    }
}

class HappenedFinder {
  public:
    explicit HappenedFinder(Article& article) : article_(article) {
        if (article.date && article.date.precision() >= Precision::day)
            on_ = article.date.range().from;
    }

    void read(Part part, const Tokens& tokens) {
        const std::string& text = part == Part::title ? article_.title : article_.text;
        std::uint32_t start = 0;
        if (part == Part::text)
            if (const auto dateline = find_dateline(text, article_.date);
                dateline && dateline->length < text.size())
                start = static_cast<std::uint32_t>(dateline->length);
        gather_events(part);
        text_.scan(text, tokens, article_.lang, start);
        anchor_.reset();
        for (const WhenSentence& sentence : text_.sentences()) read(part, text, sentence);
    }

    void choose();

  private:
    struct Span {
        std::uint32_t begin;
        std::uint32_t end;
    };

    void gather_events(Part part) {
        events_.clear();
        next_event_ = 0;
        for (const Label& label : article_.events)
            for (const Evidence& evidence : label.evidence)
                if (evidence.part == part) events_.push_back({evidence.begin, evidence.end});
        for (const auto* people : {&article_.killed, &article_.injured})
            if (*people)
                for (const Evidence& evidence : (*people)->evidence)
                    if (evidence.part == part) events_.push_back({evidence.begin, evidence.end});
        std::sort(events_.begin(), events_.end(),
                  [](const Span& a, const Span& b) { return a.begin < b.begin; });
    }

    // Sentences are asked in order.
    bool reports_event(const WhenSentence& sentence) {
        while (next_event_ < events_.size() && events_[next_event_].begin < sentence.begin)
            ++next_event_;
        return next_event_ < events_.size() && events_[next_event_].begin < sentence.end;
    }

    void read(Part part, const std::string& text, const WhenSentence& sentence);
    void add(Part part, const std::string& text, const WhenSentence& sentence,
             std::uint32_t first_atom, std::uint32_t behind, const WhenExpression& expression,
             bool event);
    bool is_future(const WhenSentence& sentence, std::uint32_t first, std::uint32_t behind) const;
    bool is_said(const WhenSentence& sentence, std::uint32_t first, std::uint32_t behind) const;
    bool is_memory(const WhenSentence& sentence, std::uint32_t first, std::uint32_t behind) const;
    bool is(std::uint32_t atom, WhenKind kind) const {
        return text_.meaning(text_.atoms()[atom], kind) != nullptr;
    }
    static bool is_narrow(const Found& found) {
        return found.days.range.to - found.days.range.from < longest_span;
    }
    bool is_near(const Found& found) const {
        return !on_ || (found.days.range.to >= *on_ - nearest_days && is_narrow(found));
    }
    void drop_days_of_speaking(std::size_t first);
    void give(const Found& found);

    Article& article_;
    std::optional<Day> on_;
    std::optional<Day> anchor_;
    WhenText text_;
    std::vector<Span> events_;
    std::size_t next_event_ = 0;
    std::vector<Found> found_;
};

void HappenedFinder::read(Part part, const std::string& text, const WhenSentence& sentence) {
    bool event = reports_event(sentence);
    for (std::uint32_t atom = sentence.first_atom; !event && atom < sentence.last_atom; ++atom)
        event = is(atom, WhenKind::deed);
    const std::size_t first = found_.size();
    for (std::uint32_t atom = sentence.first_atom; atom < sentence.last_atom;) {
        std::uint32_t behind = atom + 1;
        const auto expression = parse_when(text_, atom, sentence.last_atom, behind);
        if (expression) add(part, text, sentence, atom, behind, *expression, event);
        atom = expression ? behind : atom + 1;
    }
    drop_days_of_speaking(first);
}

// "said on Friday that two died on Wednesday": of the dates of one sentence, from `first` on.
void HappenedFinder::drop_days_of_speaking(std::size_t first) {
    const auto begin = found_.begin() + static_cast<std::ptrdiff_t>(first);
    if (std::any_of(begin, found_.end(),
                    [&](const Found& f) { return !f.said && !f.planned && is_near(f); }))
        found_.erase(std::remove_if(begin, found_.end(), [](const Found& f) { return f.said; }),
                     found_.end());
}

void HappenedFinder::add(Part part, const std::string& text, const WhenSentence& sentence,
                         std::uint32_t first_atom, std::uint32_t behind,
                         const WhenExpression& expression, bool event) {
    const bool future = is_future(sentence, first_atom, behind);
    const auto days = resolve_when(expression, {on_, future, anchor_});
    if (!days || is_memory(sentence, first_atom, behind)) return;
    if (days->range.from == days->range.to) anchor_ = days->range.from;
    Found found;
    found.days = *days;
    found.rule = rule_of(expression);
    if (on_) {
        if (days->range.from > *on_ + furthest_plan) return;
        const DayRange& range = days->range;
        const bool vague_ahead = range.to > *on_ && expression.point.type != WhenType::date;
        found.planned =
            range.from > *on_ + clock_slack || (range.from >= *on_ && (future || vague_ahead));
    } else if (expression.point.type != WhenType::date) {
        return;
    }
    found.event = event || (found.planned && future);
    found.said = !found.planned && is_said(sentence, first_atom, behind);
    found.confidence = days->vague ? 0.5F : found.rule == "sequence" ? 0.7F : 0.9F;
    if (found.said) found.confidence *= 0.5F;
    const std::uint32_t begin = text_.word(expression.first).begin;
    const std::uint32_t end = text_.word(expression.last - 1).end;
    found.evidence = {part,
                      begin,
                      end,
                      text.substr(begin, end - begin),
                      std::string(found.rule),
                      found.confidence};
    found_.push_back(std::move(found));
}

// "will meet on Friday", "On Friday, envoys will meet": a word of the future before it that
// nothing of the past follows, or behind it if it opens the sentence.
bool HappenedFinder::is_future(const WhenSentence& sentence, std::uint32_t first,
                               std::uint32_t behind) const {
    const std::uint32_t word = text_.atoms()[first].first;
    for (std::uint32_t i = first; i > sentence.first_atom;) {
        --i;
        if (text_.atoms()[i].last + future_reach < word) break;
        if (is(i, WhenKind::future)) return true;
        if (is(i, WhenKind::past) || is(i, WhenKind::said)) break;
    }
    if (word > sentence.first_word + 2) return false;
    for (std::uint32_t i = behind; i < sentence.last_atom; ++i) {
        if (text_.atoms()[i].first > word + future_reach) break;
        if (is(i, WhenKind::future)) return true;
        if (is(i, WhenKind::past) || is(i, WhenKind::said)) break;
    }
    return false;
}

// "said on Friday", "Friday said".
bool HappenedFinder::is_said(const WhenSentence& sentence, std::uint32_t first,
                             std::uint32_t behind) const {
    const WhenAtom& atom = text_.atoms()[first];
    for (std::uint32_t i = first; i > sentence.first_atom;) {
        --i;
        if (text_.atoms()[i].last + said_reach < atom.first) break;
        if (is(i, WhenKind::said)) return true;
        if (is(i, WhenKind::past)) break;
    }
    const std::uint32_t end = text_.atoms()[behind - 1].last;
    return behind < sentence.last_atom && text_.atoms()[behind].first <= end &&
           is(behind, WhenKind::said);
}

// "the anniversary of 3 July", "Resolution 1701 of 11 August", "3 July Street".
bool HappenedFinder::is_memory(const WhenSentence& sentence, std::uint32_t first,
                               std::uint32_t behind) const {
    const WhenAtom& atom = text_.atoms()[first];
    for (std::uint32_t i = first; i > sentence.first_atom;) {
        --i;
        if (text_.atoms()[i].last + said_reach < atom.first) break;
        if (is(i, WhenKind::memory)) return true;
    }
    const std::uint32_t end = text_.atoms()[behind - 1].last;
    return behind < sentence.last_atom && text_.atoms()[behind].first <= end &&
           is(behind, WhenKind::named);
}

// History counts only where nothing nearer is given.
void HappenedFinder::choose() {
    bool near = false;
    for (const Found& found : found_)
        near = near || (found.event && is_near(found) && !found.planned);
    for (const Found& found : found_)
        if (found.event && (found.planned || is_near(found) || (!near && is_narrow(found))))
            give(found);
}

void HappenedFinder::give(const Found& found) {
    for (EventDate& known : article_.happened) {
        if (known.range != found.days.range || known.planned != found.planned) continue;
        if (known.evidence.confidence < found.confidence) known.evidence = found.evidence;
        return;
    }
    article_.happened.push_back(
        {found.days.range, found.days.precision, found.planned, found.evidence});
}

} // namespace

void find_happened(Article& article, const ArticleTokens& tokens) {
    article.happened.clear();
    HappenedFinder finder(article);
    finder.read(Part::title, tokens.title);
    finder.read(Part::text, tokens.text);
    finder.choose();
}

} // namespace sitrep
