#include "server/page_teach.h"

#include "searcher/render_describe.h"
#include "server/compose.h"
#include "server/page_parts.h"

#include <array>
#include <span>

namespace sitrep {
namespace {

TemplateData inputs(std::span<const ParameterInfo> infos, const Parameters& form) {
    TemplateData list(TemplateData::type::list);
    for (const ParameterInfo& info : infos) {
        TemplateData input;
        input.set("name", std::string(info.name));
        input.set("example", std::string(info.values));
        input.set("label", std::string(info.help));
        input.set("value", form.text(info.name));
        const Field* of = find_field(info.name);
        input.set("facet", of != nullptr && of->facet && of->kind != FieldKind::date);
        list << input;
    }
    return list;
}

// What was written so far: the query, how many it finds, what is wrong with it.
TemplateData written(const AdvancedPage& page) {
    if (page.query.empty()) return false;
    TemplateData data;
    data.set("query", page.query);
    data.set("href", search_address(page_request(page.query)));
    data.set("total",
             page.problem ? TemplateData(false) : TemplateData(grouped_number(page.total)));
    data.set("noun", page.total == 1 ? "article" : "articles");
    TemplateData problem(false);
    if (page.problem) {
        problem = TemplateData();
        problem.set("detail", page.problem->detail);
        problem.set("hint", text_or_none(page.problem->hint));
        problem.set("where", page.problem->position
                                 ? marked_query(page.query, page.problem->position->begin,
                                                page.problem->position->end)
                                 : TemplateData(false));
    }
    data.set("problem", problem);
    TemplateData warnings(TemplateData::type::list);
    for (const QueryWarning& warning : page.warnings) {
        TemplateData item;
        item.set("message", warning.message);
        item.set("hint", text_or_none(warning.hint));
        warnings << item;
    }
    data.set("warnings", warnings);
    return data;
}

struct Form {
    std::string_view query;
    std::string_view meaning;
};

// How words are put together. What fields there are is in the table of fields.
constexpr auto forms = std::to_array<Form>({
    {"drone strike", "both words, their inflections too; AND is implied"},
    {"\"drone strikes\"", "the words as written, in order; case and accents do not matter"},
    {"\"drone strikes\"~5", "in order, with up to five words between"},
    {"drone NEAR/5 kyiv", "within five words of each other, in any order"},
    {"drone OR missile", "either, or both"},
    {"drone -kyiv", "without a word; NOT kyiv and !kyiv are the same"},
    {"(drone OR missile) kyiv", "parentheses say what belongs together; AND binds tighter than OR"},
    {"missil*", "words that begin so; at least three letters"},
    {"title:ceasefire", "in the headline"},
    {"region:(ukraine OR poland)", "either of two values of a field"},
    {"actor:=russia", "this actor alone, without those who act for it"},
    {"date:2025-07-01..2025-07-04", "from one day to another; either end may be left out"},
    {"date:P7D", "the last seven days; also today, yesterday, 2025-07, >=2025"},
    {"killed:5..", "at least five; 5..10: from five to ten"},
    {"*", "everything"},
});

void add_example(TemplateData& item, std::string_view query) {
    item.set("query", std::string(query));
    item.set("href", search_address(page_request(std::string(query))));
}

TemplateData form_rows() {
    TemplateData list(TemplateData::type::list);
    for (const Form& form : forms) {
        TemplateData row;
        add_example(row, form.query);
        row.set("meaning", std::string(form.meaning));
        list << row;
    }
    return list;
}

TemplateData field_rows() {
    TemplateData list(TemplateData::type::list);
    for (const Field& each : fields) {
        TemplateData row;
        row.set("name", std::string(each.name));
        std::string aliases;
        for (const std::string_view alias : each.aliases)
            if (!alias.empty()) aliases.append(aliases.empty() ? "" : ", ").append(alias);
        row.set("aliases", text_or_none(aliases));
        row.set("help", std::string(each.help));
        add_example(row, each.example);
        list << row;
    }
    return list;
}

} // namespace

std::string advanced_page(const AdvancedPage& page) {
    TemplateData data = page_frame("Advanced search - Sitrep", page_request(page.query));
    data.set("words", inputs(advanced_words, page.form));
    data.set("values", inputs(advanced_values, page.form));
    data.set("numbers", inputs(advanced_numbers, page.form));
    data.set("written", written(page));
    return render_template("advanced", data);
}

std::string help_page() {
    TemplateData data = page_frame("Help - Sitrep", page_request(""));
    data.set("forms", form_rows());
    data.set("fields", field_rows());
    return render_template("help", data);
}

} // namespace sitrep
