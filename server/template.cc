#include "server/template.h"

#include "schema/error.h"
#include "searcher/render.h"

#include <functional>
#include <map>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace sitrep {

// Made from web/ at build time.
extern const std::span<const std::pair<std::string_view, std::string_view>> web_assets;

std::string_view web_asset(std::string_view name) {
    for (const auto& [file, content] : web_assets)
        if (file == name) return content;
    return {};
}

std::string web_asset_address(std::string_view name) {
    static const std::string version = [] {
        std::size_t all = 0;
        for (const auto& [file, content] : web_assets)
            all = all * 31 + std::hash<std::string_view>{}(content);
        return fmt::format("{:08x}", all & 0xffffffffU);
    }();
    return fmt::format("/assets/{}/{}", version, name);
}

namespace {

// The template with its parts put in: the library would read a part anew at every use.
std::string whole_template(std::string_view name) {
    std::string text(web_asset(std::string(name) + ".mustache"));
    for (std::size_t at = text.find("{{>"); at != text.npos; at = text.find("{{>", at)) {
        const std::size_t end = text.find("}}", at);
        std::string part = text.substr(at + 3, end - at - 3);
        std::erase(part, ' ');
        text.replace(at, end + 2 - at, web_asset(part + ".mustache"));
    }
    return text;
}

kainjow::mustache::mustache parse_template(std::string_view name) {
    kainjow::mustache::mustache parsed(whole_template(name));
    if (!parsed.is_valid())
        throw Error(ErrorKind::internal,
                    fmt::format("template {}: {}", name, parsed.error_message()));
    parsed.set_custom_escape([](const std::string& text) { return escape_html(text); });
    return parsed;
}

} // namespace

std::string render_template(std::string_view name, const TemplateData& data) {
    // Rendering is not const: each thread keeps its own.
    thread_local std::map<std::string, kainjow::mustache::mustache, std::less<>> parsed;
    auto found = parsed.find(name);
    if (found == parsed.end()) found = parsed.emplace(name, parse_template(name)).first;
    return found->second.render(data);
}

} // namespace sitrep
