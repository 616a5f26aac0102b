// Parts of the pages, as data for their templates. Within the page files only.
#pragma once

#include "server/page.h"
#include "server/page_links.h"
#include "server/template.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// What every page has: its title, the search box and what the box keeps when it is sent.
TemplateData page_frame(std::string_view title, const SearchRequest& request,
                        View view = View::list);

// False where it is empty: to a template an empty text is a text.
inline TemplateData text_or_none(const std::string& text) {
    return text.empty() ? TemplateData(false) : TemplateData(text);
}

// What a form keeps of a search when it is sent: all but what it asks for itself.
TemplateData kept_parameters(SearchRequest request, View view, const std::set<std::string>& asked);

// What a value of a field is called: language codes by name.
std::string shown_value(FieldId field, const std::string& name);
std::string_view shown_field(FieldId field);

// The query in three parts: before bytes [begin, end), those, and after them. Cuts no character.
TemplateData marked_query(std::string_view query, std::size_t begin, std::size_t end);

// How the query was read: its printed form, what names stand for, warnings, a better spelling.
void add_interpretation(const SearchPage& found, const SearchLinks& links, TemplateData& page);

TemplateData chips(const SearchRequest& request, const SearchLinks& links);
TemplateData facet_panels(const SearchPage& found, const SearchLinks& links);

// Articles by date. No bars where there are fewer than two dates.
struct DateBucket {
    std::string id; // "2025", "2025-07" or "2025-07-04"
    std::uint64_t count = 0;
};
std::vector<DateBucket> date_buckets(const FacetResult& dates);
TemplateData histogram(const SearchPage& found, const SearchLinks& links);
// From, to, and the last days at a click.
TemplateData date_form(const SearchRequest& request, const SearchLinks& links);

TemplateData hit_list(const SearchPage& found, const SearchLinks& links);
// The same hits under headings of their days, months or years.
TemplateData timeline(const SearchPage& found, const SearchLinks& links);
TemplateData map_view(const SearchPage& found, const SearchLinks& links);
TemplateData paging(const SearchPage& found, const SearchLinks& links);

TemplateData example_list();

} // namespace sitrep
