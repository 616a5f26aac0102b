// The versions of one article: when each counted, and what each changed.
#include "searcher/render.h"

#include "searcher/diff.h"
#include "searcher/render_json_writer.h"
#include "searcher/render_terminal.h"
#include "searcher/versions.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

std::string moment(std::int64_t stamp) {
    return stamp == 0 ? std::string() : format_moment(stamp);
}

void write_diff(JsonWriter& json, std::string_view name, std::string_view before,
                std::string_view after) {
    constexpr std::array<std::string_view, 3> names{"same", "removed", "added"};
    json.key(name).array([&] {
        for (const DiffRun& run : word_diff(before, after))
            json.object([&] {
                json.member("change", names[static_cast<std::size_t>(run.change)]);
                json.member("text", run.text);
            });
    });
}

StyledText styled(const std::vector<DiffRun>& runs) {
    constexpr std::size_t context = 60; // bytes of what stayed the same, on either side
    StyledText text;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const DiffRun& run = runs[i];
        if (run.change == Change::same) {
            const std::string_view whole = run.text;
            const bool first = i == 0;
            const bool last = i + 1 == runs.size();
            if (whole.size() <= 2 * context + 10) {
                text.add(whole, Style::dim);
                continue;
            }
            std::size_t head = first ? 0 : whole.find(' ', context);
            std::size_t tail = last ? whole.size() : whole.rfind(' ', whole.size() - context);
            if (head == whole.npos || tail == whole.npos || head >= tail) {
                text.add(whole, Style::dim);
                continue;
            }
            text.add(whole.substr(0, head), Style::dim);
            text.add(" … ", Style::dim);
            text.add(whole.substr(tail), Style::dim);
        } else if (run.change == Change::removed) {
            text.add("[-").add(run.text, Style::warning).add("-]");
        } else {
            text.add("{+").add(run.text, Style::match).add("+}");
        }
    }
    return text;
}

bool differs(const std::vector<DiffRun>& runs) {
    return runs.size() > 1 || (runs.size() == 1 && runs[0].change != Change::same);
}

} // namespace

std::string_view state_of(const Article& version) {
    if (version.gone != Gone::no) return name_of(version.gone);
    return version.superseded == 0 ? "current" : "superseded";
}

const Article* version_before(const std::vector<Article>& versions, std::size_t at) {
    while (at-- > 0)
        if (versions[at].gone == Gone::no) return &versions[at];
    return nullptr;
}

std::string render_versions_json(const std::vector<Article>& versions) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.member("id", versions.empty() ? "" : versions.front().id);
        json.key("versions").array([&] {
            for (std::size_t i = 0; i < versions.size(); ++i) {
                const Article& version = versions[i];
                json.object([&] {
                    json.member("version", version.version);
                    json.member("state", state_of(version));
                    json.member_or_null("from", moment(version.committed));
                    json.member_or_null("until", moment(version.superseded));
                    json.member("title", shown_title(version));
                    json.member_or_null("published", version.date.to_string());
                    json.member_or_null("updated", version.updated.to_string());
                    if (version.gone != Gone::no) {
                        json.member_or_null("reason", version.reason);
                        return;
                    }
                    json.member("text", version.text);
                    const Article* const before = version_before(versions, i);
                    json.key("changes");
                    if (before == nullptr || versions.size() - i > most_compared_versions)
                        return json.null();
                    json.object([&] {
                        write_diff(json, "title", before->title, version.title);
                        write_diff(json, "text", before->text, version.text);
                    });
                });
            }
        });
    });
    return out;
}

std::string render_versions_text(const std::vector<Article>& versions,
                                 const RenderOptions& options) {
    std::string out;
    TerminalWriter writer(out, options.width, options.color);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const Article& version = versions[i];
        if (i > 0) writer.blank_line();
        writer.paragraph(
            StyledText(version.gone == Gone::no
                           ? fmt::format("Version {}: {}", version.version, shown_title(version))
                           : fmt::format("{}: {}",
                                         version.gone == Gone::retracted ? "Retracted" : "Deleted",
                                         shown_title(version))),
            "", Style::bold);
        writer.items({std::string(state_of(version)), "from " + moment(version.committed),
                      version.superseded == 0 ? "" : "until " + moment(version.superseded),
                      version.date ? "published " + version.date.to_string() : ""},
                     "", Style::dim);
        if (!version.reason.empty()) writer.paragraph(StyledText("Reason: " + version.reason));
        if (version.gone != Gone::no) continue;
        const Article* const before = version_before(versions, i);
        if (before == nullptr || versions.size() - i > most_compared_versions) continue;
        const std::vector<DiffRun> title = word_diff(before->title, version.title);
        const std::vector<DiffRun> text = word_diff(before->text, version.text);
        if (differs(title)) writer.paragraph(styled(title), "Title: ");
        if (differs(text)) writer.paragraph(styled(text));
        if (!differs(title) && !differs(text))
            writer.paragraph(StyledText("Title and text did not change."), "", Style::dim);
    }
    return out;
}

} // namespace sitrep
