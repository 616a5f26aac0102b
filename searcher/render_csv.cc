#include "searcher/render.h"

#include "schema/unicode.h"

#include <array>

namespace sitrep {
namespace {

constexpr std::string_view end_of_record = "\r\n";

// Valid UTF-8 on one line, white space collapsed and trimmed.
std::string one_line(std::string_view text) {
    std::string out;
    bool space = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        const char32_t c = unicode::decode(text, i);
        if (c <= 0x20 || (c >= 0x7F && c <= 0xA0)) {
            space = true;
            continue;
        }
        if (space && !out.empty()) out += ' ';
        space = false;
        out += c == 0xFFFD ? std::string_view("\xEF\xBF\xBD") : text.substr(begin, i - begin);
    }
    return out;
}

// Spreadsheets take a cell that starts so for a formula; the full-width forms too.
bool looks_like_formula(std::string_view cell) {
    constexpr std::array<std::string_view, 8> starts{"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    for (const std::string_view start : starts)
        if (cell.starts_with(start)) return true;
    return false;
}

void append_cell(std::string& record, std::string_view text) {
    if (!record.empty()) record += ',';
    std::string cell = one_line(text);
    if (looks_like_formula(cell)) cell.insert(cell.begin(), '\'');
    if (cell.find_first_of(",\"") == std::string::npos) {
        record += cell;
        return;
    }
    record += '"';
    for (const char c : cell) {
        if (c == '"') record += '"';
        record += c;
    }
    record += '"';
}

std::string joined_names(const std::vector<EntityRef>& entities) {
    std::string names;
    for (const EntityRef& entity : entities) {
        if (!names.empty()) names += "; ";
        names += entity->name.empty() ? entity->id : entity->name;
    }
    return names;
}

std::string plain_snippet(const std::vector<Fragment>& fragments) {
    std::string text;
    for (const Fragment& fragment : fragments) {
        if (!text.empty()) text += " … ";
        for (const Run& run : fragment) text += run.text;
    }
    return text;
}

} // namespace

std::string csv_header() {
    return "rank,id,published,source,lang,title,regions,actors,url,snippet\r\n";
}

std::string render_csv_hit(const Hit& hit) {
    const Article& article = hit.article;
    std::string record = std::to_string(hit.rank);
    append_cell(record, article.id);
    append_cell(record, article.date.to_string());
    append_cell(record, article.source);
    append_cell(record, article.lang);
    append_cell(record, hit.title);
    append_cell(record, joined_names(hit.regions));
    append_cell(record, joined_names(hit.actors));
    append_cell(record, article.url);
    append_cell(record, plain_snippet(hit.snippet));
    record += end_of_record;
    return record;
}

} // namespace sitrep
