// Which dates of an article are those of what it reports: those of sentences that report an event,
// but for days of speaking, of papers and of history.
#include "indexer/enrich_happened.h"

#include "indexer/happened_sentence.h"
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

// Words that a text must have to be a report and no headline.
constexpr std::uint32_t shortest_report = 40;

// Where a report says what is new.
constexpr std::size_t sentences_of_head = 3;

struct Found {
    WhenDays days;
    bool planned = false;
    bool said = false;  // the day of speaking
    bool head = false;  // stands in the first sentences
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
    HappenedFinder(Article& article, const ArticleTokens& tokens)
        : article_(article), tokens_(tokens) {
        if (article.date && article.date.precision() >= Precision::day)
            on_ = article.date.range().from;
    }

    void read(Part part) {
        const Tokens& tokens = part == Part::title ? tokens_.title : tokens_.text;
        const std::string& text = part == Part::title ? article_.title : article_.text;
        std::uint32_t start = 0;
        if (part == Part::text)
            if (tokens_.dateline && tokens_.dateline->length < text.size())
                start = static_cast<std::uint32_t>(tokens_.dateline->length);
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
    void look_for_hint(Part part, const std::string& text, const WhenSentence& sentence);
    void note_undated(Part part, const std::string& text, const WhenSentence& sentence);
    bool is_head(const WhenSentence& sentence) const {
        return static_cast<std::size_t>(&sentence - text_.sentences().data()) < sentences_of_head;
    }
    static bool is_narrow(const Found& found) {
        return found.days.range.to - found.days.range.from < longest_span;
    }
    bool is_near(const Found& found) const {
        return !on_ || (found.days.range.to >= *on_ - nearest_days && is_narrow(found));
    }
    Evidence evidence(Part part, const std::string& text, std::uint32_t first, std::uint32_t last,
                      const Found& found) const {
        const std::uint32_t begin = text_.word(first).begin;
        const std::uint32_t end = text_.word(last - 1).end;
        return {part,
                begin,
                end,
                text.substr(begin, end - begin),
                std::string(found.rule),
                found.confidence};
    }
    void drop_days_of_speaking(std::size_t first);
    void give(const Found& found);

    Article& article_;
    const ArticleTokens& tokens_;
    std::optional<Day> on_;
    std::optional<Day> anchor_;
    WhenText text_;
    std::vector<Span> events_;
    std::size_t next_event_ = 0;
    std::vector<Found> found_;
    std::optional<Found> hint_;    // the first
    std::optional<Found> undated_; // what a report that says no day tells first
};

void HappenedFinder::read(Part part, const std::string& text, const WhenSentence& sentence) {
    const bool event = reports_event(sentence) || has(text_, sentence, WhenKind::deed);
    const std::size_t first = found_.size();
    for (std::uint32_t atom = sentence.first_atom; atom < sentence.last_atom;) {
        std::uint32_t behind = atom + 1;
        const auto expression = parse_when(text_, atom, sentence.last_atom, behind);
        if (expression) add(part, text, sentence, atom, behind, *expression, event);
        atom = expression ? behind : atom + 1;
    }
    drop_days_of_speaking(first);
    if (!event || !on_ || found_.size() != first) return;
    if (!hint_) look_for_hint(part, text, sentence);
    if (!undated_) note_undated(part, text, sentence);
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
    const AtomSpan date{first_atom, behind};
    const bool future = is_future(text_, sentence, date);
    const auto days = resolve_when(expression, {on_, future, anchor_});
    if (!days || is_kept_day(text_, sentence, date, expression.point.type == WhenType::date))
        return;
    if (days->range.from == days->range.to) anchor_ = days->range.from;
    Found found;
    found.days = *days;
    found.rule = rule_of(expression);
    if (on_) {
        if (days->range.from > *on_ + furthest_plan) return;
        DayRange& range = found.days.range;
        if (expression.night == WhenNight::begins && !future && range.from == *on_) range.to = *on_;
        found.planned = range.from > *on_ || (range.from == *on_ && (future || range.to > *on_));
    } else if (expression.point.type != WhenType::date) {
        return;
    }
    found.event = event || (found.planned && future);
    found.head = is_head(sentence);
    found.said = !found.planned && is_day_of_speaking(text_, sentence, date);
    found.confidence = days->vague ? 0.5F : found.rule == "sequence" ? 0.7F : 0.9F;
    if (found.said) found.confidence *= 0.5F;
    found.evidence = evidence(part, text, expression.first, expression.last, found);
    found_.push_back(std::move(found));
}

// An event that no date goes with: when it was told may show in other words.
void HappenedFinder::look_for_hint(Part part, const std::string& text,
                                   const WhenSentence& sentence) {
    const auto hint = find_hint(text_, sentence, is_head(sentence));
    if (!hint) return;
    Found found;
    found.days.range = {hint->today ? *on_ : *on_ - 1, *on_};
    found.rule = hint->rule;
    found.confidence = hint->rule == "perfect" ? 0.3F : 0.4F;
    found.evidence = evidence(part, text, hint->first, hint->last, found);
    hint_ = std::move(found);
}

// News that says no day at all is of the day that it is dated, or of the one before.
void HappenedFinder::note_undated(Part part, const std::string& text,
                                  const WhenSentence& sentence) {
    if (part != Part::text || text_.word_count() < shortest_report || !is_head(sentence) ||
        !reports_event(sentence) || has(text_, sentence, WhenKind::future) ||
        has(text_, sentence, WhenKind::since) ||
        !(has(text_, sentence, WhenKind::past) || has(text_, sentence, WhenKind::said)))
        return;
    Found found;
    found.days.range = {*on_ - 1, *on_};
    found.rule = "dateline";
    found.confidence = 0.2F;
    const Span& event = events_[next_event_];
    found.evidence = {part,
                      event.begin,
                      event.end,
                      text.substr(event.begin, event.end - event.begin),
                      std::string(found.rule),
                      found.confidence};
    undated_ = std::move(found);
}

// History counts only where nothing nearer is given, and so do hints and, below the head, days of
// speaking.
void HappenedFinder::choose() {
    bool near = false;
    bool acted = false; // there is a day that is not one of speaking
    for (const Found& found : found_) {
        const bool counts = found.event && is_near(found) && !found.planned;
        near = near || counts;
        acted = acted || (counts && !found.said);
    }
    for (const Found& found : found_) {
        if (!found.event || (found.said && !found.head && acted)) continue;
        const bool history = is_narrow(found) || found.days.precision == Precision::year;
        if (found.planned || is_near(found) || (!acted && history)) give(found);
    }
    if (hint_ && !near)
        give(*hint_);
    else if (undated_ && found_.empty())
        give(*undated_);
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
    HappenedFinder finder(article, tokens);
    finder.read(Part::title);
    finder.read(Part::text);
    finder.choose();
}

} // namespace sitrep
