// What the server offers, from the table of routes: for programs as OpenAPI, for people as a page.

#include "server/handlers.h"

#include "server/openapi.h"
#include "server/page_parts.h"
#include "server/params.h"
#include "server/template.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

TemplateData parameter_rows(const Route& route) {
    TemplateData rows{TemplateData::type::list};
    for (const ParameterInfo& info : route.parameters) {
        TemplateData row;
        row.set("name", std::string(info.name));
        row.set("values", std::string(info.values));
        row.set("help", std::string(info.help));
        rows << row;
    }
    return rows;
}

TemplateData route_section(const Route& route) {
    TemplateData section;
    section.set("method", std::string(route.method));
    section.set("path", std::string(route.path));
    section.set("help", std::string(route.help));
    section.set("scope", std::string(scope_names[static_cast<std::size_t>(route.scope)]));
    section.set("guarded", route.scope != Scope::open);
    section.set("body", text_or_none(std::string(route.body.help)));
    section.set("most", fmt::format("{}", route.body.most_bytes));
    section.set("has_parameters", !route.parameters.empty());
    section.set("parameters", parameter_rows(route));
    return section;
}

std::string reference_page() {
    TemplateData page = page_frame("The API - Sitrep", page_request(""));
    TemplateData sections{TemplateData::type::list};
    for (const Route& route : routes()) sections << route_section(route);
    page.set("routes", sections);
    TemplateData formats{TemplateData::type::list};
    for (const FormatInfo& info : format_infos) {
        TemplateData format;
        format.set("name", std::string(info.name));
        format.set("type", std::string(info.type));
        format.set("help", std::string(info.help));
        formats << format;
    }
    page.set("formats", formats);
    return render_template("reference", page);
}

} // namespace

HttpResponse reference(Site&, const HttpRequest& http) {
    const Parameters parameters(http.query, reference_parameters);
    const std::string& format = parameters.text("format");
    if (!format.empty() && format != "html" && format != "json")
        throw ParameterError("format", "the reference has no such format",
                             "format is json (OpenAPI) or html");
    const bool page =
        format == "html" || (format.empty() && http.accept.find("text/html") != std::string::npos);
    if (page)
        return {
            200, std::string(type_html), reference_page(), {{"Vary", "Accept, Accept-Encoding"}}};
    return {200, std::string(type_json), openapi_json(), {{"Vary", "Accept, Accept-Encoding"}}};
}

} // namespace sitrep
