#include "schema/document.h"

#include "schema/digest.h"
#include "schema/lexicon.h"
#include "schema/sketch.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <xxhash.h>

namespace sitrep {
namespace {

// Spans longer than this are found by month and year only.
constexpr Day longest_span_by_day = 62;

void sort_unique(std::vector<std::string>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Ids of a date down to its own precision.
void append_date_values(const PartialDate& date, std::vector<std::string>& values) {
    if (!date) return;
    values.push_back(fmt::format("{:04}", date.year));
    if (date.month == 0) return;
    values.push_back(fmt::format("{:04}-{:02}", date.year, date.month));
    if (date.day == 0) return;
    values.push_back(fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day));
}

void append_entities(const Article& article, bool actors, const Gazetteer& gazetteer,
                     std::vector<std::string>& values) {
    const Day on = article.date ? article.date.range().from : today();
    for (const Mention& mention : article.mentions) {
        if (!mention.about || mention.is_actor != actors) continue;
        values.push_back(mention.entity);
        const auto entity =
            gazetteer.find(actors ? EntityKind::actor : EntityKind::region, mention.entity);
        if (!entity) continue;
        const std::vector<EntityIndex> above = actors ? gazetteer.principals(entity->index, on)
                                                      : gazetteer.ancestors(entity->index, on);
        for (const EntityIndex index : above) values.emplace_back(gazetteer.entity(index).id);
    }
}

std::string big_endian(std::uint64_t value) {
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (56 - 8 * i));
    return bytes;
}

// Distinct forms of one document, with what is to be posted for each.
class Postings {
  public:
    struct Term {
        std::string_view form;
        std::uint32_t wdf = 0;
        std::uint32_t title_count = 0;
        std::uint32_t first = none; // into places_
        std::uint32_t last = none;
        Script script = Script::other;
        bool stemmed = false;
    };
    struct Place {
        std::uint32_t position;
        std::uint32_t next;
    };
    static constexpr std::uint32_t none = 0xffffffffU;

    void clear() {
        terms_.clear();
        places_.clear();
        std::fill(table_.begin(), table_.end(), none);
    }

    void add(std::string_view form, const Token& token, std::uint32_t weight, bool in_title) {
        Term& term = find(form);
        if (term.first == none) {
            term.script = token.script;
            term.stemmed = (token.flags & token_joined) == 0 && has_stem(form, token.script);
        }
        term.wdf += weight;
        term.title_count += in_title;
        const auto place = static_cast<std::uint32_t>(places_.size());
        places_.push_back({token.position, none});
        if (term.first == none)
            term.first = place;
        else
            places_[term.last].next = place;
        term.last = place;
    }

    const std::vector<Term>& terms() const { return terms_; }
    template <typename F>
    void for_each_position(const Term& term, F&& f) const {
        for (std::uint32_t p = term.first; p != none; p = places_[p].next) f(places_[p].position);
    }

  private:
    Term& find(std::string_view form) {
        if ((terms_.size() + 1) * 2 > table_.size()) grow();
        const std::uint64_t hash = XXH3_64bits(form.data(), form.size());
        for (std::size_t i = hash & (table_.size() - 1);; i = (i + 1) & (table_.size() - 1)) {
            if (table_[i] == none) {
                table_[i] = static_cast<std::uint32_t>(terms_.size());
                terms_.push_back({.form = form});
                return terms_.back();
            }
            if (terms_[table_[i]].form == form) return terms_[table_[i]];
        }
    }

    void grow() {
        table_.assign(std::max<std::size_t>(1024, table_.size() * 2), none);
        for (std::uint32_t t = 0; t < terms_.size(); ++t) {
            const std::string_view form = terms_[t].form;
            std::size_t i = XXH3_64bits(form.data(), form.size()) & (table_.size() - 1);
            while (table_[i] != none) i = (i + 1) & (table_.size() - 1);
            table_[i] = t;
        }
    }

    std::vector<Term> terms_;
    std::vector<Place> places_;
    std::vector<std::uint32_t> table_;
};

} // namespace

void ArticleTokens::analyse(const Article& article) {
    analyse(article.title, article.text);
    dateline = find_dateline(article.text, article.date);
}

void ArticleTokens::analyse(std::string_view title_text, std::string_view body) {
    title.analyse(title_text);
    text.analyse(body, title.last_position() + 1 + paragraph_gap);
    dateline.reset();
}

void append_day_values(const DayRange& days, std::vector<std::string>& values) {
    if (days.to - days.from < longest_span_by_day)
        for (Day day = days.from; day <= days.to; ++day) values.push_back(format_day(day));
    const CivilDay from = civil_from_day(days.from);
    const CivilDay to = civil_from_day(days.to);
    for (int year = from.year; year <= to.year; ++year) {
        values.push_back(fmt::format("{:04}", year));
        const int first = year == from.year ? from.month : 1;
        const int last = year == to.year ? to.month : 12;
        for (int month = first; month <= last; ++month)
            values.push_back(fmt::format("{:04}-{:02}", year, month));
    }
}

std::string record_of(const Xapian::Document& document) {
    return document.get_value(slots::record);
}

void regroup(Xapian::Document& document, FieldId id, std::string_view group) {
    const Field& f = field(id);
    const std::string old = document.get_value(f.slot);
    if (old == group) return;
    if (!old.empty()) document.remove_term(make_term(f.prefix, old));
    document.add_boolean_term(make_term(f.prefix, group));
    document.add_boolean_term(make_term(prefixes::later_member, f.prefix));
    document.add_value(f.slot, std::string(group));
}

std::vector<std::string> keyword_names(const Article& article, FieldId id) {
    std::vector<std::string> names;
    const auto add_labels = [&](const std::vector<Label>& labels, const Lexicon& lexicon) {
        for (const Label& label : labels) names.push_back(label.id);
        for (const Label& label : labels) lexicon.append_parents(label.id, names);
    };
    switch (id) {
    case FieldId::conflict: add_labels(article.conflicts, Lexicon::conflicts()); break;
    case FieldId::event: add_labels(article.events, Lexicon::events()); break;
    case FieldId::weapon: add_labels(article.weapons, Lexicon::weapons()); break;
    case FieldId::source: names.push_back(article.source); break;
    case FieldId::agency: add_labels(article.agencies, Lexicon::agencies()); break;
    case FieldId::author: names = article.authors; break;
    case FieldId::lang: names.push_back(article.lang); break;
    case FieldId::section: names = article.sections; break;
    case FieldId::copies: names.push_back(article.copies); break;
    case FieldId::story: names.push_back(article.story); break;
    default: break;
    }
    for (std::string& name : names) std::replace(name.begin(), name.end(), value_separator, ' ');
    std::vector<std::string> seen;
    std::erase_if(names, [&](const std::string& name) {
        std::string folded = fold_keyword(name);
        if (folded.empty() || std::find(seen.begin(), seen.end(), folded) != seen.end())
            return true;
        seen.push_back(std::move(folded));
        return false;
    });
    return names;
}

std::vector<std::string> facet_values(const Article& article, FieldId id,
                                      const Gazetteer& gazetteer) {
    std::vector<std::string> values;
    switch (id) {
    case FieldId::region: append_entities(article, false, gazetteer, values); break;
    case FieldId::actor: append_entities(article, true, gazetteer, values); break;
    case FieldId::mentions:
        for (const Mention& mention : article.mentions) values.push_back(mention.entity);
        break;
    case FieldId::date: append_date_values(article.date, values); break;
    case FieldId::updated: append_date_values(article.updated, values); break;
    case FieldId::happened:
        for (const EventDate& date : article.happened)
            if (!date.planned) append_day_values(date.range, values);
        break;
    case FieldId::indexed: {
        const auto day = static_cast<Day>(article.indexed / 86400);
        append_day_values({day, day}, values);
        break;
    }
    case FieldId::id: values.push_back(article.id); break;
    case FieldId::url: values.push_back(article.url); break;
    default:
        for (const std::string& name : keyword_names(article, id))
            values.push_back(fold_keyword(name));
    }
    std::erase(values, std::string());
    sort_unique(values);
    return values;
}

struct DocumentBuilder::Impl {
    const Gazetteer& gazetteer;
    bool grouped;
    Postings postings;
    std::map<std::string, Stemmer, std::less<>> stemmers;
    std::string term;

    Stemmer& stemmer(const std::string& lang) {
        const std::string& code = lang.empty() ? default_language : lang;
        const auto found = stemmers.find(code);
        return found != stemmers.end() ? found->second
                                       : stemmers.emplace(code, Stemmer(code)).first->second;
    }
    const std::string default_language = "en";

    void collect(const ArticleTokens& tokens) {
        postings.clear();
        for (const Token& token : tokens.title.all())
            postings.add(tokens.title.form(token), token, title_weight, true);
        std::uint32_t weight = lede_weight;
        std::uint32_t words = 0;
        bool first = true;
        for (const Token& token : tokens.text.all()) {
            if ((token.flags & token_after_break) != 0 && !first) weight = body_weight;
            if (++words > longest_lede) weight = body_weight;
            first = false;
            postings.add(tokens.text.form(token), token, weight, false);
        }
    }

    void add_words(Xapian::Document& document, std::uint32_t last_title_position) {
        for (const Postings::Term& t : postings.terms()) {
            term.assign(t.form);
            std::uint32_t wdf = t.wdf; // given with the first posting
            postings.for_each_position(t, [&](std::uint32_t position) {
                document.add_posting(term, position, std::exchange(wdf, 0));
            });
            if (t.title_count > 0) add_title_word(document, t, last_title_position);
        }
    }

    void add_title_word(Xapian::Document& document, const Postings::Term& t,
                        std::uint32_t last_title_position) {
        term.assign(field(FieldId::title).prefix).append(t.form);
        postings.for_each_position(t, [&](std::uint32_t position) {
            if (position <= last_title_position) document.add_posting(term, position, 1);
        });
    }

    void add_stems(Xapian::Document& document, Stemmer& stemmer) {
        for (const Postings::Term& t : postings.terms()) {
            if (!t.stemmed) continue;
            const std::string_view stem = stemmer.stem(t.form, t.script);
            term.assign(prefixes::stem).append(stem);
            document.add_term(term, t.wdf);
            if (t.title_count > 0) {
                term.assign(prefixes::title_stem).append(stem);
                document.add_term(term, t.title_count);
            }
        }
    }

    void add_facets(Xapian::Document& document, const Article& article) {
        std::string joined;
        for (const Field& f : fields) {
            if (f.prefix.empty() || f.kind == FieldKind::text) continue;
            joined.clear();
            const std::vector<std::string> values = facet_values(article, f.id, gazetteer);
            for (const std::string& value : values)
                document.add_boolean_term(make_term(f.prefix, value));
            for (const std::string& name :
                 f.kind == FieldKind::keyword ? keyword_names(article, f.id) : values) {
                if (!joined.empty()) joined += value_separator;
                joined += name;
            }
            if (f.slot != no_slot && !joined.empty()) document.add_value(f.slot, joined);
        }
        for (const Mention& mention : article.mentions)
            if (mention.about)
                document.add_boolean_term(
                    make_term(mention.is_actor ? prefixes::actor_exact : prefixes::region_exact,
                              mention.entity));
    }

    static void add_count(Xapian::Document& document, FieldId id,
                          const std::optional<Casualties>& count) {
        if (!count) return;
        document.add_value(field(id).slot, Xapian::sortable_serialise(count->low));
        document.add_value(field(id).slot + 1, Xapian::sortable_serialise(count->high));
    }

    static void add_values(Xapian::Document& document, const Article& article) {
        add_count(document, FieldId::killed, article.killed);
        add_count(document, FieldId::injured, article.injured);
        document.add_value(field(FieldId::version).slot,
                           Xapian::sortable_serialise(article.version));
        if (article.date)
            document.add_value(
                slots::published_seconds,
                Xapian::sortable_serialise(static_cast<double>(article.date.wall_seconds())));
        if (article.updated)
            document.add_value(
                slots::updated_seconds,
                Xapian::sortable_serialise(static_cast<double>(article.updated.wall_seconds())));
        document.add_value(slots::indexed_seconds,
                           Xapian::sortable_serialise(static_cast<double>(article.indexed)));
        document.add_value(slots::committed,
                           Xapian::sortable_serialise(static_cast<double>(article.committed)));
        document.add_value(slots::content_hash, big_endian(article.content_hash));
    }

    void add_sketch(Xapian::Document& document, const Article& article,
                    const ArticleTokens& tokens) {
        const Sketch sketch = sketch_of(tokens.text, head_of(article.text, tokens.dateline));
        if (!sketch) return;
        document.add_value(slots::sketch, encode_sketch(sketch));
        for (std::size_t band = 0; band < sketch_bands; ++band)
            document.add_boolean_term(
                term.assign(prefixes::sketch_band).append(band_key(sketch, band)));
    }
};

DocumentBuilder::DocumentBuilder(const Gazetteer& gazetteer, bool grouped)
    : impl_(new Impl{gazetteer, grouped, {}, {}, {}}) {}
DocumentBuilder::~DocumentBuilder() = default;

Xapian::Document DocumentBuilder::build(const Article& article, const ArticleTokens& tokens) {
    Xapian::Document document;
    impl_->collect(tokens);
    impl_->add_words(document, tokens.title.last_position());
    impl_->add_stems(document, impl_->stemmer(article.lang));
    impl_->add_facets(document, article);
    Impl::add_values(document, article);
    if (impl_->grouped && !article.is_event) {
        impl_->add_sketch(document, article, tokens);
        document.add_value(slots::digest,
                           encode_digest(digest_of(article, tokens, impl_->stemmer(article.lang))));
    }
    document.add_value(slots::record, encode_article(article));
    return document;
}

} // namespace sitrep
