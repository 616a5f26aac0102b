// The page of an article's versions: what each changed, word by word.

#include "server/page.h"

#include "searcher/diff.h"
#include "searcher/render.h"
#include "searcher/versions.h"
#include "server/page_parts.h"
#include "server/params.h"
#include "server/template.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

TemplateData shown_changes(std::string_view before, std::string_view after) {
    TemplateData runs(TemplateData::type::list);
    for (const DiffRun& run : word_diff(before, after)) {
        TemplateData shown;
        shown.set("same", run.change == Change::same);
        shown.set("removed", run.change == Change::removed);
        shown.set("added", run.change == Change::added);
        shown.set("text", run.text);
        runs << shown;
    }
    return runs;
}

TemplateData shown_version(const std::vector<Article>& versions, std::size_t i) {
    const Article& version = versions[i];
    TemplateData shown;
    shown.set("number", fmt::format("{}", version.version));
    shown.set("is_version", version.gone == Gone::no);
    shown.set("state", std::string(state_of(version)));
    shown.set("title", shown_title(version));
    shown.set("from", format_moment(version.committed));
    shown.set("until", version.superseded == 0 ? TemplateData(false)
                                               : TemplateData(format_moment(version.superseded)));
    shown.set("reason", text_or_none(version.reason));
    const Article* const before = version_before(versions, i);
    const bool compared = before != nullptr && version.gone == Gone::no &&
                          versions.size() - i <= most_compared_versions;
    shown.set("compared", compared);
    shown.set("whole", !compared && version.gone == Gone::no);
    shown.set("text", version.text);
    if (compared) {
        shown.set("title_changes", shown_changes(before->title, version.title));
        shown.set("text_changes", shown_changes(before->text, version.text));
    }
    return shown;
}

} // namespace

std::string versions_page(const std::vector<Article>& versions) {
    const Article& last = versions.back();
    TemplateData page =
        page_frame("Versions of " + shown_title(last) + " - Sitrep", page_request(""));
    page.set("title", shown_title(last));
    page.set("article", last.gone == Gone::no ? TemplateData(article_address(last.id, ""))
                                              : TemplateData(false));
    TemplateData list(TemplateData::type::list);
    for (std::size_t i = versions.size(); i-- > 0;) list << shown_version(versions, i);
    page.set("versions", list);
    return render_template("versions", page);
}

} // namespace sitrep
