// Hard cases of who, where, when and what: short texts, and what an analyst would file them under.
//
// Every line of cases/*.tsv is a case: three columns, separated by tabs; # begins a comment.
//
//   text          "TITLE || TEXT" gives a title; \n is a line break
//   date [lang]   of publication: "2025-07-04", "2025-07-04 tr", "-" for none; the language only
//                 where the text is too short to tell
//   expectations  separated by spaces; "quotes" around what holds a space:
//
//     region:X  actor:X    the article is about X: X itself, a region in it, one who acts for it
//     mention:X            X is named, be the article about it or not
//     region:=X  actor:=X  X itself: nothing that only belongs to it (so with mention, too)
//     event:X  weapon:X  conflict:X   X or what is a kind of X; with = X itself
//     lang:X
//     killed:5  injured:5  exactly as many; 5+: five or more; 12..99: a range within that range
//     attributed:X         words of whom the count of the killed is attributed to
//     happened:D  planned:D  a day, month, year or FROM..TO that holds the whole range found
//     -region:X  -actor:X  X is not even named, nor one who belongs to it
//     -about:X             X, region or actor, may be named, but the article is not about it
//     -FIELD:X             not found; for dates: no range found touches X; for counts: neither end
//     FIELD:X|Y            one of them; with a minus, none of them
//     FIELD:*              anything at all
//     FIELD:X@"words"      and some evidence of it is these words, part of them or more than them
//
// "todo" and a tab before a case say that it does not pass yet: it is counted, and fails the test
// once it passes. SITREP_CASES_UPDATE=1 sets these marks anew instead of testing (where marks
// conflict in a merge, take either side and do so).
#include "case_table.h"

#include "indexer/enrich.h"
#include "schema/field.h"
#include "schema/lexicon.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>

#include <fmt/format.h>

using namespace sitrep;

namespace {

bool fits(const Expectation& expected, const std::vector<std::string>& names) {
    return std::any_of(expected.values.begin(), expected.values.end(), [&](const auto& value) {
        if (value == "*") return !names.empty();
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return fold_name(name) == fold_name(value);
        });
    });
}

std::string_view words_of(const Article& article, const Evidence& evidence) {
    const std::string& part = evidence.part == Part::title ? article.title : article.text;
    if (evidence.part == Part::input || evidence.end > part.size()) return {};
    return std::string_view(part).substr(evidence.begin, evidence.end - evidence.begin);
}

bool shown(const Expectation& expected, const Article& article,
           const std::vector<Evidence>& evidence) {
    if (expected.span.empty()) return true;
    return std::any_of(evidence.begin(), evidence.end(), [&](const Evidence& e) {
        const std::string_view words = words_of(article, e);
        return !words.empty() && (words.find(expected.span) != std::string_view::npos ||
                                  expected.span.find(words) != std::string_view::npos);
    });
}

// The names under which a search finds a mention, were the article about it.
std::vector<std::string> names_of(const Article& article, const Mention& mention, bool exact) {
    if (exact) return {mention.entity};
    Article only;
    only.date = article.date;
    only.mentions = {mention};
    only.mentions[0].about = true;
    return facet_values(only, mention.is_actor ? FieldId::actor : FieldId::region,
                        Gazetteer::builtin());
}

bool finds_entity(const Expectation& expected, const Article& article) {
    const bool any_kind = expected.field == "mention" || expected.field == "about";
    const bool about =
        expected.field == "about" || (!expected.negative && expected.field != "mention");
    return std::any_of(article.mentions.begin(), article.mentions.end(),
                       [&](const Mention& mention) {
                           return (any_kind || mention.is_actor == (expected.field == "actor")) &&
                                  (!about || mention.about) &&
                                  fits(expected, names_of(article, mention, expected.exact)) &&
                                  shown(expected, article, mention.evidence);
                       });
}

bool finds_label(const Expectation& expected, const Article& article, FieldId field,
                 const std::vector<Label>& labels) {
    return std::any_of(labels.begin(), labels.end(), [&](const Label& label) {
        std::vector<std::string> names{label.id};
        if (!expected.exact) Lexicon::of(field)->append_parents(label.id, names);
        return fits(expected, names) && shown(expected, article, label.evidence);
    });
}

bool finds_date(const Expectation& expected, const Article& article, bool planned) {
    const auto matches = [&](const DayRange& found, const std::string& value) {
        if (value == "*") return true;
        const std::size_t dots = value.find("..");
        const auto first = parse_period(value.substr(0, dots), 0);
        const auto last =
            dots == std::string::npos ? first : parse_period(value.substr(dots + 2), 0);
        if (!first || !last) throw std::runtime_error("not a period: " + value);
        return expected.negative ? found.from <= last->to && first->from <= found.to
                                 : first->from <= found.from && found.to <= last->to;
    };
    return std::any_of(article.happened.begin(), article.happened.end(), [&](const EventDate& d) {
        return d.planned == planned && shown(expected, article, {d.evidence}) &&
               std::any_of(expected.values.begin(), expected.values.end(),
                           [&](const std::string& value) { return matches(d.range, value); });
    });
}

std::uint32_t number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("not a number: {}", text));
    return value;
}

bool finds_count(const Expectation& expected, const Article& article,
                 const std::optional<Casualties>& count) {
    if (!count || (expected.negative && count->high == 0)) return false;
    const auto matches = [&](std::string_view value) {
        if (value == "*") return true;
        if (const std::size_t dots = value.find(".."); dots != std::string_view::npos)
            return number(value.substr(0, dots)) <= count->low &&
                   count->high <= number(value.substr(dots + 2));
        const bool open = value.ends_with('+');
        if (open) value.remove_suffix(1);
        const std::uint32_t n = number(value);
        if (expected.negative) return count->low == n || count->high == n;
        return count->low == n && (open || count->high == n);
    };
    return std::any_of(expected.values.begin(), expected.values.end(), matches) &&
           shown(expected, article, count->evidence);
}

bool found(const Expectation& expected, const Article& article) {
    const std::string& field = expected.field;
    if (field == "region" || field == "actor" || field == "mention" || field == "about")
        return finds_entity(expected, article);
    if (field == "event") return finds_label(expected, article, FieldId::event, article.events);
    if (field == "weapon") return finds_label(expected, article, FieldId::weapon, article.weapons);
    if (field == "conflict")
        return finds_label(expected, article, FieldId::conflict, article.conflicts);
    if (field == "happened" || field == "planned")
        return finds_date(expected, article, field == "planned");
    if (field == "killed") return finds_count(expected, article, article.killed);
    if (field == "injured") return finds_count(expected, article, article.injured);
    if (field == "lang") return fits(expected, {article.lang});
    if (field == "attributed")
        return article.killed &&
               fold_name(article.killed->attributed_to).find(fold_name(expected.values[0])) !=
                   std::string::npos;
    throw std::runtime_error("no such field: " + field);
}

// Ids that nobody knows are slips of the pen, but for names of actors ("zargun brigade").
void check_ids(const Expectation& expected) {
    const Gazetteer& gazetteer = Gazetteer::builtin();
    const Field* label_field = find_field(expected.field);
    const Lexicon* lexicon = label_field ? Lexicon::of(label_field->id) : nullptr;
    for (const std::string& id : expected.values) {
        if (lexicon && id != "*" && !lexicon->find(id))
            throw std::runtime_error(fmt::format("no such {}: {}", expected.field, id));
        const bool region = gazetteer.find(EntityKind::region, id).has_value();
        const bool actor = gazetteer.find(EntityKind::actor, id).has_value();
        const std::string& field = expected.field;
        const bool known = field == "region"  ? region
                           : field == "actor" ? actor || id.find(' ') != std::string::npos
                                              : region || actor;
        if ((field == "region" || field == "actor" || field == "mention" || field == "about") &&
            id != "*" && !known)
            throw std::runtime_error(fmt::format("no such {}: {}", field, id));
    }
}

// Evidence that points nowhere, or at other words than it says.
std::string bad_evidence(const Article& article) {
    for (const Mention& mention : article.mentions)
        for (const Evidence& evidence : mention.evidence)
            if (evidence.part != Part::input && words_of(article, evidence) != evidence.alias)
                return fmt::format("evidence of {}: \"{}\" is not \"{}\"", mention.entity,
                                   words_of(article, evidence), evidence.alias);
    return {};
}

void show_evidence(std::string& text, const Article& article,
                   const std::vector<Evidence>& evidence) {
    for (const Evidence& e : evidence)
        text += fmt::format(" \"{}\" {};", words_of(article, e), e.rule);
    text += '\n';
}

std::string show(const Article& article) {
    std::string text = fmt::format("      lang:{}\n", article.lang);
    for (const Mention& mention : article.mentions) {
        text += fmt::format("      {}:{}{}", mention.is_actor ? "actor" : "region", mention.entity,
                            mention.about ? "" : " (only named)");
        show_evidence(text, article, mention.evidence);
    }
    const auto show_labels = [&](const char* field, const std::vector<Label>& labels) {
        for (const Label& label : labels) {
            text += fmt::format("      {}:\"{}\"", field, label.id);
            show_evidence(text, article, label.evidence);
        }
    };
    show_labels("event", article.events);
    show_labels("weapon", article.weapons);
    show_labels("conflict", article.conflicts);
    for (const EventDate& date : article.happened) {
        text += fmt::format("      {}:{}..{}", date.planned ? "planned" : "happened",
                            format_day(date.range.from), format_day(date.range.to));
        show_evidence(text, article, {date.evidence});
    }
    const auto show_count = [&](const char* field, const std::optional<Casualties>& count) {
        if (!count) return;
        text += fmt::format("      {}:{}..{} by \"{}\"", field, count->low, count->high,
                            count->attributed_to);
        show_evidence(text, article, count->evidence);
    };
    show_count("killed", article.killed);
    show_count("injured", article.injured);
    return text;
}

// What is wrong with the case, or nothing.
std::string try_case(Case& row, Enricher& enricher, ArticleTokens& tokens) {
    Article article;
    article.id = "case";
    article.title = row.title;
    article.text = row.text;
    article.lang = row.lang;
    if (!row.date.empty()) article.date = *parse_date(row.date);
    tokens.analyse(article);
    enricher.enrich(article, tokens);
    std::string wrong = bad_evidence(article);
    try {
        for (const Expectation& expected : row.expectations) {
            check_ids(expected);
            if (found(expected, article) == expected.negative) wrong += ' ' + expected.written;
        }
    } catch (const std::runtime_error& problem) {
        row.malformed = problem.what();
    }
    return wrong.empty() ? wrong : fmt::format("{}\n{}", wrong, show(article));
}

std::string first_words(const Case& row) {
    return row.title.empty() ? row.text : row.title + " || " + row.text;
}

} // namespace

TEST_CASE("hard cases are filed as an analyst would file them") {
    const bool update = std::getenv("SITREP_CASES_UPDATE") != nullptr;
    Enricher enricher(Gazetteer::builtin());
    ArticleTokens tokens;
    std::vector<std::filesystem::path> paths;
    const std::filesystem::path folder = SITREP_SOURCE_DIR "/tests/indexer/cases";
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".tsv") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());

    std::size_t rows = 0;
    std::size_t todo = 0;
    std::string by_file;
    for (const auto& path : paths) {
        CaseFile file = read_cases(path);
        std::size_t todo_here = 0;
        for (Case& row : file.cases) {
            const std::string place =
                fmt::format("{}:{}", path.lexically_relative(SITREP_SOURCE_DIR).string(), row.line);
            const std::string wrong =
                row.malformed.empty() ? try_case(row, enricher, tokens) : std::string();
            if (!row.malformed.empty())
                FAIL_CHECK(place << ": " << row.malformed);
            else if (update)
                row.todo = !wrong.empty();
            else if (!wrong.empty() && !row.todo)
                FAIL_CHECK(place << ": " << first_words(row) << "\n    wrong:" << wrong);
            else if (wrong.empty() && row.todo)
                FAIL_CHECK(place << ": passes now: take the mark off\n    " << first_words(row));
            todo_here += row.todo ? 1 : 0;
        }
        if (update) write_marks(file);
        by_file += fmt::format(" {} {}/{}", path.stem().string(), todo_here, file.cases.size());
        rows += file.cases.size();
        todo += todo_here;
    }
    CHECK(rows > 0);
    std::cout << fmt::format("hard cases: {}, todo {}:{}\n", rows, todo, by_file);
}
