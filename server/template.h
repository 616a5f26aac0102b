// HTML from the templates in web/, which are part of the program.
#pragma once

#include <string>
#include <string_view>

#include <kainjow/mustache.hpp>

namespace sitrep {

using TemplateData = kainjow::mustache::data;

// An asset of web/, by its file name; empty: there is none.
std::string_view web_asset(std::string_view name);
// "/assets/VERSION/NAME": another one when any asset changes, so that it may be kept. Scripts find
// each other beside themselves.
std::string web_asset_address(std::string_view name);

// Renders web/NAME.mustache. `{{x}}` is escaped by escape_html; `{{{x}}}` stands only for what
// snippet_html and highlighted_html have made. `{{> part}}` puts in web/part.mustache.
std::string render_template(std::string_view name, const TemplateData& data);

} // namespace sitrep
