#include "searcher/render_citation.h"

#include "schema/date.h"
#include "searcher/render_json_writer.h"
#include "searcher/versions.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t longest_header = 4000; // bytes; proxies and clients take 8 kB in all

std::string header_value(std::string_view text) {
    std::string value;
    for (const char c : text)
        if (c >= ' ' && c <= '~' && c != '%')
            value += c;
        else
            value += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return value;
}

} // namespace

std::string_view counted_things(Collapse collapse) {
    switch (collapse) {
    case Collapse::story: return "stories";
    case Collapse::copies: return "reports";
    case Collapse::none: break;
    }
    return "articles";
}

std::string render_citation(const SearchResult& result) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.key("query").object([&] {
            json.member("text", result.query.text);
            json.member("parsed", result.query.parsed);
        });
        json.key("total").object([&] {
            json.member("value", result.total);
            json.member("articles", result.articles);
            json.member("counts", counted_things(result.collapse));
        });
        json.key("index").object([&] {
            json.member("revision", result.revision);
            json.member("documents", result.documents);
            json.member("committed", format_moment(result.committed));
            if (result.as_of) json.member("as_of", format_moment(*result.as_of));
        });
        json.member("time", format_moment(now_seconds() * 1'000'000));
    });
    return out;
}

std::vector<std::pair<std::string, std::string>> citation_headers(const SearchResult& result) {
    std::vector<std::pair<std::string, std::string>> headers{
        {"Sitrep-Total", fmt::format("{}", result.total)},
        {"Sitrep-Articles", fmt::format("{}", result.articles)},
        {"Sitrep-Counts", std::string(counted_things(result.collapse))},
        {"Sitrep-Revision", fmt::format("{}", result.revision)},
        {"Sitrep-Committed", format_moment(result.committed)}};
    if (result.as_of) headers.emplace_back("Sitrep-As-Of", format_moment(*result.as_of));
    if (std::string query = header_value(result.query.parsed); query.size() <= longest_header)
        headers.emplace_back("Sitrep-Query", std::move(query));
    return headers;
}

} // namespace sitrep
