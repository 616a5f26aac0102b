#include "searcher/render.h"

#include "searcher/render_describe.h"
#include "searcher/render_terminal.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace sitrep {

namespace {

// Labels stand in a column of their own.
constexpr std::string_view label_space = "          ";
constexpr std::size_t evidence_shown = 5; // of one value

void write_labelled(TerminalWriter& writer, std::string_view label, const StyledText& text) {
    std::string first(label);
    first.resize(std::max(first.size() + 1, label_space.size()), ' ');
    writer.paragraph(text, first);
}

StyledText listed(const std::vector<std::string>& values) {
    StyledText text;
    for (const std::string& value : values) text.add_item(value, ", ");
    return text;
}

StyledText listed(const std::vector<Label>& labels) {
    StyledText text;
    for (const Label& label : labels) text.add_item(label.id, ", ");
    return text;
}

std::string name_of(const Mention& mention, const Gazetteer& gazetteer) {
    const auto kind = mention.is_actor ? EntityKind::actor : EntityKind::region;
    const std::optional<Entity> entity = gazetteer.find(kind, mention.entity);
    return std::string(entity ? entity->name : std::string_view(mention.entity));
}

void write_heading(TerminalWriter& writer, const Article& article) {
    const std::string title = shown_title(article);
    writer.paragraph(StyledText(title.empty() ? "(no title)" : title), "", Style::bold);
    const bool has_address = article.url != article.id;
    writer.items({article.source, article.date.to_string(), article.lang, article.id,
                  has_address ? article.url : "",
                  article.updated ? "updated " + article.updated.to_string() : "",
                  article.version > 1 ? fmt::format("version {}", article.version) : ""},
                 "", Style::dim);
    if (!article.origin.file.empty()) {
        const std::string line =
            article.origin.line > 0 ? fmt::format(", line {}", article.origin.line) : "";
        writer.paragraph(StyledText("from " + article.origin.file + line), "", Style::dim);
    }
    write_labelled(writer, "By", listed(article.authors));
    write_labelled(writer, "Credited to", listed(article.agencies));
    write_labelled(writer, "Sections", listed(article.sections));
}

void write_findings(TerminalWriter& writer, const Article& article, const Gazetteer& gazetteer) {
    StyledText where;
    StyledText who;
    StyledText named;
    for (const Mention& mention : article.mentions) {
        StyledText& list = !mention.about ? named : mention.is_actor ? who : where;
        list.add_item(name_of(mention, gazetteer), ", ");
    }
    StyledText happened;
    for (const EventDate& date : article.happened) happened.add_item(describe(date), ", ");
    write_labelled(writer, "Where", where);
    write_labelled(writer, "Who", who);
    write_labelled(writer, "Named", named);
    write_labelled(writer, "Conflict", listed(article.conflicts));
    write_labelled(writer, "Events", listed(article.events));
    write_labelled(writer, "Weapons", listed(article.weapons));
    write_labelled(writer, "Happened", happened);
    if (article.killed) write_labelled(writer, "Killed", StyledText(describe(*article.killed)));
    if (article.injured) write_labelled(writer, "Injured", StyledText(describe(*article.injured)));
}

// ---- the text, with what shows its entities marked

struct ByteSpan {
    std::size_t begin;
    std::size_t end;
};

// In order and not overlapping, within the text.
std::vector<ByteSpan> evidence_spans(const Article& article) {
    std::vector<ByteSpan> spans;
    for (const Mention& mention : article.mentions)
        for (const Evidence& evidence : mention.evidence)
            if (mention.about && evidence.part == Part::text && evidence.begin < evidence.end &&
                evidence.end <= article.text.size())
                spans.push_back({evidence.begin, evidence.end});
    std::ranges::sort(spans, {}, &ByteSpan::begin);
    std::size_t kept = 0;
    for (const ByteSpan& span : spans)
        if (kept == 0 || span.begin >= spans[kept - 1].end) spans[kept++] = span;
    spans.resize(kept);
    return spans;
}

// text[begin, end) with the spans in it; `next` is the first span that is not behind it.
StyledText marked(std::string_view text, std::size_t begin, std::size_t end,
                  const std::vector<ByteSpan>& spans, std::size_t& next) {
    StyledText paragraph;
    for (; next < spans.size() && spans[next].begin < end; ++next) {
        const std::size_t from = std::max(spans[next].begin, begin);
        const std::size_t to = std::min(spans[next].end, end);
        if (from < to) {
            paragraph.add(text.substr(begin, from - begin));
            paragraph.add(text.substr(from, to - from), Style::match);
            begin = to;
        }
        if (spans[next].end > end) break; // goes on in the next paragraph
    }
    paragraph.add(text.substr(begin, end - begin));
    return paragraph;
}

void write_text(TerminalWriter& writer, const Article& article, bool mark) {
    const std::string_view text = article.text;
    const auto spans = mark ? evidence_spans(article) : std::vector<ByteSpan>{};
    std::size_t next = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const StyledText paragraph = marked(text, begin, end, spans, next);
        if (!paragraph.empty() && paragraph.text() != " ") {
            writer.blank_line();
            writer.paragraph(paragraph);
        }
        begin = end + 1;
    }
}

// ---- evidence

void write_evidence(TerminalWriter& writer, const std::string& what,
                    std::span<const Evidence> list) {
    writer.paragraph(StyledText(what, Style::bold));
    for (const Evidence& evidence : list.first(std::min(list.size(), evidence_shown)))
        writer.paragraph(StyledText(describe(evidence)), "  ");
    if (list.size() > evidence_shown)
        writer.paragraph(StyledText(fmt::format("and {} more", list.size() - evidence_shown)), "  ",
                         Style::dim);
}

void write_label_evidence(TerminalWriter& writer, std::string_view kind,
                          const std::vector<Label>& labels) {
    for (const Label& label : labels)
        write_evidence(writer, fmt::format("{} {}", kind, label.id), label.evidence);
}

void write_all_evidence(TerminalWriter& writer, const Article& article,
                        const Gazetteer& gazetteer) {
    writer.blank_line();
    for (const Mention& mention : article.mentions)
        write_evidence(writer,
                       fmt::format("{} ({}{})", name_of(mention, gazetteer),
                                   mention.is_actor ? "actor" : "region",
                                   mention.about ? "" : ", only named"),
                       mention.evidence);
    write_label_evidence(writer, "Conflict", article.conflicts);
    write_label_evidence(writer, "Event", article.events);
    write_label_evidence(writer, "Weapon", article.weapons);
    write_label_evidence(writer, "Credited to", article.agencies);
    for (const EventDate& date : article.happened)
        write_evidence(writer, "Happened " + describe(date), {&date.evidence, 1});
    if (article.killed) write_evidence(writer, "Killed", article.killed->evidence);
    if (article.injured) write_evidence(writer, "Injured", article.injured->evidence);
}

} // namespace

std::string render_article_text(const Article& article, const Gazetteer& gazetteer,
                                const RenderOptions& options) {
    std::string out;
    TerminalWriter writer(out, options.width, options.color);
    write_heading(writer, article);
    write_findings(writer, article, gazetteer);
    write_text(writer, article, options.explain);
    if (options.explain) write_all_evidence(writer, article, gazetteer);
    return out;
}

} // namespace sitrep
