// The text of an article with the places marked that show something.

#include "searcher/render.h"
#include "server/page_article.h"
#include "server/page_parts.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

// text[begin, end) with the matches in it; `next` is the first that may reach into it.
std::vector<Run> runs_of(std::string_view text, std::size_t begin, std::size_t end,
                         const std::vector<MatchedSpan>& matches, std::size_t next) {
    std::vector<Run> runs;
    const auto add = [&](std::size_t from, std::size_t to, bool match) {
        if (from < to) runs.push_back({std::string(text.substr(from, to - from)), match});
    };
    for (; next < matches.size() && matches[next].begin < end; ++next) {
        const std::size_t from = std::max<std::size_t>(matches[next].begin, begin);
        const std::size_t to = std::min<std::size_t>(matches[next].end, end);
        if (from < to) {
            add(begin, from, false);
            add(from, to, true);
            begin = to;
        }
    }
    add(begin, end, false);
    return runs;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == text.npos;
}

// Walks text, marks and matches from the front to the back.
class Marker {
  public:
    Marker(std::string_view text, Part part, const std::vector<Mark>& marks,
           const std::vector<MatchedSpan>& matches, Anchors& anchors)
        : text_(text), part_(part), marks_(marks), matches_(matches), anchors_(anchors) {}

    // The pieces of text[begin, end).
    TemplateData pieces(std::size_t begin, std::size_t end) {
        TemplateData list(TemplateData::type::list);
        for (; mark_ < marks_.size() && marks_[mark_].begin < end; ++mark_) {
            const Mark& mark = marks_[mark_];
            if (mark.begin < begin || mark.end > end) continue; // over the end of a paragraph
            add(list, begin, mark.begin, nullptr);
            add(list, mark.begin, mark.end, &mark);
            begin = mark.end;
        }
        add(list, begin, end, nullptr);
        return list;
    }

  private:
    void add(TemplateData& list, std::size_t begin, std::size_t end, const Mark* mark) {
        if (begin >= end) return;
        while (match_ < matches_.size() && matches_[match_].end <= begin) ++match_;
        TemplateData piece;
        piece.set("html", highlighted_html(runs_of(text_, begin, end, matches_, match_)));
        piece.set("kind", mark == nullptr ? TemplateData(false) : std::string(name_of(mark->kind)));
        if (mark != nullptr) {
            std::string anchor = fmt::format("e{}", anchors_.size() + 1);
            piece.set("note", mark->note);
            piece.set("anchor", anchor);
            anchors_.emplace(std::pair(part_, mark->begin), std::move(anchor));
        }
        list << piece;
    }

    std::string_view text_;
    Part part_;
    const std::vector<Mark>& marks_;
    const std::vector<MatchedSpan>& matches_;
    Anchors& anchors_;
    std::size_t mark_ = 0;
    std::size_t match_ = 0;
};

std::size_t end_of_line(std::string_view text, std::size_t begin) {
    return std::min(text.find('\n', begin), text.size());
}

// Whether a line ends as a paragraph may.
bool ends_sentence(std::string_view line) {
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    for (const std::string_view end :
         {".", "!", "?", ":", "\"", "'", ")", "”", "»", "’", "…", "。", "؟", "۔"})
        if (line.ends_with(end)) return true;
    return false;
}

// How long lines are where a text was broken into lines of some width, as wires send it: then most
// end within a sentence. 0: its lines are its paragraphs.
std::size_t width_of_lines(std::string_view text) {
    constexpr std::size_t least_lines = 4;
    constexpr std::size_t most_width = 200; // bytes
    std::size_t lines = 0;
    std::size_t broken = 0;
    std::size_t width = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = end_of_line(text, begin);
        const std::string_view line = text.substr(begin, end - begin);
        begin = end + 1;
        if (is_blank(line)) continue;
        ++lines;
        width = std::max(width, line.size());
        if (!ends_sentence(line)) ++broken;
    }
    return lines >= least_lines && width <= most_width && broken * 2 > lines ? width : 0;
}

// Where a paragraph ends that begins there.
std::size_t end_of_paragraph(std::string_view text, std::size_t begin, std::size_t width) {
    std::size_t end = end_of_line(text, begin);
    if (width == 0) return end;
    for (;; end = end_of_line(text, begin)) {
        const std::string_view line = text.substr(begin, end - begin);
        const bool is_short = line.size() * 10 < width * 9;
        if (end == text.size() || (is_short && ends_sentence(line))) return end;
        begin = end + 1;
        if (is_blank(text.substr(begin, end_of_line(text, begin) - begin))) return end;
    }
}

} // namespace

TemplateData marked_paragraphs(std::string_view text, Part part, const std::vector<Mark>& marks,
                               const std::vector<MatchedSpan>& matches, Anchors& anchors) {
    Marker marker(text, part, marks, matches, anchors);
    const std::size_t width = width_of_lines(text);
    TemplateData list(TemplateData::type::list);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = end_of_paragraph(text, begin, width);
        TemplateData paragraph;
        paragraph.set("pieces", marker.pieces(begin, end));
        if (!is_blank(text.substr(begin, end - begin))) list << paragraph;
        begin = end + 1;
    }
    return list;
}

std::vector<Mark> marks_of(const std::vector<Finding>& findings, Part part, std::size_t text_size) {
    std::vector<Mark> all;
    for (const Finding& finding : findings) {
        for (const Evidence& evidence : finding.evidence) {
            if (evidence.part != part || evidence.begin >= evidence.end || evidence.end > text_size)
                continue;
            all.push_back({evidence.begin, evidence.end, finding.kind,
                           fmt::format("{}{}: {} ({})", finding.about ? "" : "named: ",
                                       name_of(finding.kind), finding.what, evidence.rule)});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Mark& a, const Mark& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<Mark> kept;
    for (Mark& mark : all) {
        if (kept.empty() || mark.begin >= kept.back().end)
            kept.push_back(std::move(mark));
        else if (mark.begin == kept.back().begin && mark.end == kept.back().end)
            kept.back().note += "; " + mark.note;
    }
    return kept;
}

} // namespace sitrep
