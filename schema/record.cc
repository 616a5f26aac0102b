// The record of an article: tagged fields; lists repeat their tag; mentions and the like are
// records within the record. In three parts, so that a hit unpacks what it shows: the head; the
// body, which is the text and the members that Sitrep does not know; the evidence, item by item in
// the order of the head.
#include "schema/document.h"
#include "schema/record_fields.h"
#include "schema/record_pack.h"

#include <bit>

#include <xxhash.h>

namespace sitrep {
namespace {

enum class Tag : char {
    id = 1,
    title,
    text,
    lang,
    url,
    date,
    updated,
    source,
    author,
    section,
    extra,
    file,
    line,
    region,
    actor,
    conflict,
    event,
    weapon,
    happened,
    killed,
    injured,
    version,
    indexed,
    hash,
    headline,
    committed,
    evidence, // of an assignment, in the third part
    gone,
    reason,
    agency,
};

// Within mentions, labels, event dates and casualties.
enum class Inner : char {
    entity = 1,
    about,
    evidence,
    from,
    to,
    precision,
    planned,
    low,
    high,
    attributed,
    part,
    begin,
    end,
    alias,
    rule,
    confidence,
};

std::string encode(const Evidence& evidence) {
    FieldWriter w;
    w.number(Inner::part, static_cast<std::uint64_t>(evidence.part));
    w.number(Inner::begin, evidence.begin);
    w.number(Inner::end, evidence.end);
    w.bytes(Inner::alias, evidence.alias);
    w.bytes(Inner::rule, evidence.rule);
    w.number(Inner::confidence, std::bit_cast<std::uint32_t>(evidence.confidence));
    return std::move(w.out);
}

Evidence decode_evidence(std::string_view data) {
    Evidence e;
    e.part = Part::title;
    e.confidence = 0;
    for (FieldReader r(data); r.next();) {
        switch (r.tag<Inner>()) {
        case Inner::part: e.part = static_cast<Part>(std::min<std::uint64_t>(r.number(), 2)); break;
        case Inner::begin: e.begin = static_cast<std::uint32_t>(r.number()); break;
        case Inner::end: e.end = static_cast<std::uint32_t>(r.number()); break;
        case Inner::alias: e.alias = r.string(); break;
        case Inner::rule: e.rule = r.string(); break;
        case Inner::confidence:
            e.confidence = std::bit_cast<float>(static_cast<std::uint32_t>(r.number()));
            break;
        default: break;
        }
    }
    return e;
}

std::string encode(const Mention& mention) {
    FieldWriter w;
    w.bytes(Inner::entity, mention.entity);
    w.number(Inner::about, mention.about ? 1 : 0);
    return std::move(w.out);
}

Mention decode_mention(std::string_view data, bool is_actor) {
    Mention m;
    m.is_actor = is_actor;
    for (FieldReader r(data); r.next();) {
        switch (r.tag<Inner>()) {
        case Inner::entity: m.entity = r.string(); break;
        case Inner::about: m.about = r.number() != 0; break;
        default: break;
        }
    }
    return m;
}

std::string encode(const Label& label) {
    FieldWriter w;
    w.bytes(Inner::entity, label.id);
    return std::move(w.out);
}

Label decode_label(std::string_view data) {
    return {decode_mention(data, false).entity, {}};
}

std::string encode(const EventDate& date) {
    FieldWriter w;
    w.number(Inner::from, zigzag(date.range.from));
    w.number(Inner::to, zigzag(date.range.to));
    w.number(Inner::precision, static_cast<std::uint64_t>(date.precision));
    w.number(Inner::planned, date.planned ? 1 : 0);
    return std::move(w.out);
}

EventDate decode_event_date(std::string_view data) {
    EventDate d;
    d.precision = Precision::none;
    for (FieldReader r(data); r.next();) {
        switch (r.tag<Inner>()) {
        case Inner::from: d.range.from = static_cast<Day>(unzigzag(r.number())); break;
        case Inner::to: d.range.to = static_cast<Day>(unzigzag(r.number())); break;
        case Inner::precision:
            d.precision = static_cast<Precision>(
                std::min<std::uint64_t>(r.number(), static_cast<std::uint64_t>(Precision::second)));
            break;
        case Inner::planned: d.planned = r.number() != 0; break;
        default: break;
        }
    }
    return d;
}

std::string encode(const Casualties& casualties) {
    FieldWriter w;
    w.number(Inner::low, casualties.low);
    w.number(Inner::high, casualties.high);
    w.bytes(Inner::attributed, casualties.attributed_to);
    return std::move(w.out);
}

Casualties decode_casualties(std::string_view data) {
    Casualties c;
    for (FieldReader r(data); r.next();) {
        switch (r.tag<Inner>()) {
        case Inner::low: c.low = static_cast<std::uint32_t>(r.number()); break;
        case Inner::high: c.high = static_cast<std::uint32_t>(r.number()); break;
        case Inner::attributed: c.attributed_to = r.string(); break;
        default: break;
        }
    }
    return c;
}

// A date as its eight numbers: exact, whatever the text form does.
std::string encode(const PartialDate& date) {
    FieldWriter w;
    w.number(1, date.year > 0 ? static_cast<std::uint64_t>(date.year) : 0);
    w.number(2, date.month);
    w.number(3, date.day);
    w.number(4, static_cast<std::uint64_t>(date.second_of_day + 1));
    if (date.utc_offset_min) w.number(5, zigzag(*date.utc_offset_min) + 1);
    return std::move(w.out);
}

PartialDate decode_date(std::string_view data) {
    PartialDate d;
    for (FieldReader r(data); r.next();) {
        switch (r.tag<char>()) {
        case 1: d.year = static_cast<std::int16_t>(r.number()); break;
        case 2: d.month = static_cast<std::uint8_t>(r.number()); break;
        case 3: d.day = static_cast<std::uint8_t>(r.number()); break;
        case 4: d.second_of_day = static_cast<std::int32_t>(r.number() - 1); break;
        case 5: d.utc_offset_min = static_cast<std::int16_t>(unzigzag(r.number() - 1)); break;
        default: break;
        }
    }
    return d;
}

// Calls `visit` with the list of evidence of each assignment, in the order of the record.
template <typename SomeArticle, typename Visit>
void for_each_evidence(SomeArticle& a, Visit visit) {
    for (auto& mention : a.mentions) visit(mention.evidence);
    for (auto& label : a.conflicts) visit(label.evidence);
    for (auto& label : a.events) visit(label.evidence);
    for (auto& label : a.weapons) visit(label.evidence);
    if (a.killed) visit(a.killed->evidence);
    if (a.injured) visit(a.injured->evidence);
    for (auto& label : a.agencies) visit(label.evidence);
}

std::string encode_evidence(const Article& a) {
    FieldWriter w;
    for_each_evidence(a, [&](const std::vector<Evidence>& list) {
        FieldWriter item;
        for (const Evidence& evidence : list) item.put(Inner::evidence, encode(evidence));
        w.put(Tag::evidence, item.out);
    });
    for (const EventDate& date : a.happened) w.put(Tag::happened, encode(date.evidence));
    return std::move(w.out);
}

void decode_evidence(std::string_view record, Article& a) {
    std::vector<std::vector<Evidence>> lists;
    std::size_t date = 0;
    for (FieldReader r(record); r.next();) {
        if (r.tag<Tag>() == Tag::happened) {
            if (date == a.happened.size()) throw_damaged_record();
            a.happened[date++].evidence = decode_evidence(r.bytes());
        } else if (r.tag<Tag>() == Tag::evidence) {
            std::vector<Evidence>& list = lists.emplace_back();
            for (FieldReader item(r.bytes()); item.next();)
                list.push_back(decode_evidence(item.bytes()));
        }
    }
    std::size_t next = 0;
    for_each_evidence(a, [&](std::vector<Evidence>& list) {
        if (next == lists.size()) throw_damaged_record();
        list = std::move(lists[next++]);
    });
}

} // namespace

std::string encode_article(const Article& a) {
    FieldWriter w;
    w.bytes(Tag::id, a.id);
    w.bytes(Tag::title, a.title);
    if (a.title.empty()) w.bytes(Tag::headline, shown_title(a));
    w.bytes(Tag::lang, a.lang);
    w.bytes(Tag::url, a.url);
    w.bytes(Tag::date, encode(a.date));
    w.bytes(Tag::updated, encode(a.updated));
    w.bytes(Tag::source, a.source);
    for (const std::string& author : a.authors) w.bytes(Tag::author, author);
    for (const std::string& section : a.sections) w.bytes(Tag::section, section);
    w.bytes(Tag::file, a.origin.file);
    w.number(Tag::line, a.origin.line);
    for (const Mention& m : a.mentions) w.put(m.is_actor ? Tag::actor : Tag::region, encode(m));
    for (const Label& label : a.conflicts) w.put(Tag::conflict, encode(label));
    for (const Label& label : a.events) w.put(Tag::event, encode(label));
    for (const Label& label : a.weapons) w.put(Tag::weapon, encode(label));
    for (const EventDate& date : a.happened) w.put(Tag::happened, encode(date));
    if (a.killed) w.put(Tag::killed, encode(*a.killed));
    if (a.injured) w.put(Tag::injured, encode(*a.injured));
    for (const Label& label : a.agencies) w.put(Tag::agency, encode(label));
    w.number(Tag::version, a.version);
    w.number(Tag::indexed, zigzag(a.indexed));
    w.number(Tag::committed, zigzag(a.committed));
    w.number(Tag::hash, a.content_hash);
    w.number(Tag::gone, static_cast<std::uint64_t>(a.gone));
    w.bytes(Tag::reason, a.reason);
    FieldWriter body;
    body.bytes(Tag::text, a.text);
    body.bytes(Tag::extra, a.extra);
    return pack_record(w.out, body.out, encode_evidence(a));
}

namespace {

void decode_part(std::string_view part, Article& a) {
    for (FieldReader r(part); r.next();) {
        switch (r.tag<Tag>()) {
        case Tag::id: a.id = r.string(); break;
        case Tag::title: a.title = r.string(); break;
        case Tag::headline: a.headline = r.string(); break;
        case Tag::text: a.text = r.string(); break;
        case Tag::lang: a.lang = r.string(); break;
        case Tag::url: a.url = r.string(); break;
        case Tag::date: a.date = decode_date(r.bytes()); break;
        case Tag::updated: a.updated = decode_date(r.bytes()); break;
        case Tag::source: a.source = r.string(); break;
        case Tag::author: a.authors.push_back(r.string()); break;
        case Tag::section: a.sections.push_back(r.string()); break;
        case Tag::extra: a.extra = r.string(); break;
        case Tag::file: a.origin.file = r.string(); break;
        case Tag::line: a.origin.line = r.number(); break;
        case Tag::region: a.mentions.push_back(decode_mention(r.bytes(), false)); break;
        case Tag::actor: a.mentions.push_back(decode_mention(r.bytes(), true)); break;
        case Tag::conflict: a.conflicts.push_back(decode_label(r.bytes())); break;
        case Tag::event: a.events.push_back(decode_label(r.bytes())); break;
        case Tag::weapon: a.weapons.push_back(decode_label(r.bytes())); break;
        case Tag::happened: a.happened.push_back(decode_event_date(r.bytes())); break;
        case Tag::killed: a.killed = decode_casualties(r.bytes()); break;
        case Tag::injured: a.injured = decode_casualties(r.bytes()); break;
        case Tag::version: a.version = static_cast<std::uint32_t>(r.number()); break;
        case Tag::indexed: a.indexed = unzigzag(r.number()); break;
        case Tag::committed: a.committed = unzigzag(r.number()); break;
        case Tag::hash: a.content_hash = r.number(); break;
        case Tag::gone: a.gone = static_cast<Gone>(std::min<std::uint64_t>(r.number(), 2)); break;
        case Tag::agency: a.agencies.push_back(decode_label(r.bytes())); break;
        case Tag::reason: a.reason = r.string(); break;
        default: break;
        }
    }
}

} // namespace

Article decode_article(std::string_view data, RecordDetail detail) {
    const PackedRecord record(data);
    Article a;
    a.version = 0;
    decode_part(record.head(), a);
    if (detail == RecordDetail::head) return a;
    decode_part(record.body(), a);
    if (detail == RecordDetail::all) decode_evidence(record.evidence(), a);
    return a;
}

std::uint64_t content_hash(const Article& a) {
    FieldWriter w;
    w.put(1, a.title);
    w.put(2, a.text);
    w.put(3, a.url);
    w.put(4, encode(a.date));
    w.put(5, encode(a.updated));
    w.put(6, a.source);
    w.put(7, a.lang);
    w.put(8, a.extra);
    for (const std::string& author : a.authors) w.put(9, author);
    for (const std::string& section : a.sections) w.put(10, section);
    for (const std::string& region : a.given_regions) w.put(11, region);
    for (const std::string& actor : a.given_actors) w.put(12, actor);
    return XXH3_64bits(w.out.data(), w.out.size());
}

} // namespace sitrep
