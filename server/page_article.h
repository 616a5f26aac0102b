// Parts of the page of one article. Within the page files only.
#pragma once

#include "schema/article.h"
#include "schema/gazetteer.h"
#include "searcher/match.h"
#include "server/template.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sitrep {

// What a place in the text shows: one kind each has its own look.
enum class MarkKind : std::uint8_t { region, actor, event, weapon, when, toll };
std::string_view name_of(MarkKind kind);

// One finding with the places that show it.
struct Finding {
    MarkKind kind = MarkKind::region;
    std::string what;  // "Kyiv", "killed 5"
    bool about = true; // else it is only named
    std::vector<Evidence> evidence;
};
// Regions and actors first, those that the article is about before the others.
std::vector<Finding> findings_of(const Article& article, const Gazetteer& gazetteer);

// Where in the page a place of the text is marked: ids of elements ("e7") by part and first byte.
using Anchors = std::map<std::pair<Part, std::uint32_t>, std::string>;

// A piece of a text that one mark, or none, covers.
struct Mark {
    std::uint32_t begin = 0; // bytes of the text
    std::uint32_t end = 0;
    MarkKind kind = MarkKind::region;
    std::string note; // what it shows, and by which rule
};
// Marks of a text that do not overlap, in order: of two that do, the longer of those that begin
// first. Findings with the same words share one.
std::vector<Mark> marks_of(const std::vector<Finding>& findings, Part part, std::size_t text_size);

// Paragraphs, each as pieces; `matches` are the words of a query. Anchors are added.
TemplateData marked_paragraphs(std::string_view text, Part part, const std::vector<Mark>& marks,
                               const std::vector<MatchedSpan>& matches, Anchors& anchors);

// What was found, with the words that show it; places that the page marks are links to them.
TemplateData evidence_list(const std::vector<Finding>& findings, const Anchors& anchors);

} // namespace sitrep
