// Parts of the pages, as data for their templates. Within the page files only.
#pragma once

#include "server/params.h"
#include "server/template.h"

#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// What every page has: its title, the search box and what the box keeps when it is sent.
TemplateData page_frame(std::string_view title, const SearchRequest& request);

// False where it is empty: to a template an empty text is a text.
inline TemplateData text_or_none(const std::string& text) {
    return text.empty() ? TemplateData(false) : TemplateData(text);
}

// "/search?q=...".
std::string search_address(const SearchRequest& request);
// "/article?id=...&q=..."
std::string article_address(const std::string& id, const std::string& query);

// A value that the user has picked, as given, and what it stands for.
struct Picked {
    FieldId field = FieldId::region;
    std::string given;
    std::vector<std::string> ids; // facet values
    std::string name;             // to show
    bool excluded = false;
};
std::vector<Picked> picked_values(const SearchRequest& request, const Gazetteer& gazetteer);

// Links that pick values and let go of them.
class FacetLinks {
  public:
    FacetLinks(const SearchRequest& request, const Gazetteer& gazetteer)
        : request_(request), gazetteer_(gazetteer), picked_(picked_values(request, gazetteer)) {}

    const std::vector<Picked>& picked() const { return picked_; }
    bool is_picked(FieldId field, std::string_view id) const;
    // Picks the value, or lets go of it where it is picked or excluded. Picking a region or actor
    // lets go of those that it belongs to or that belong to it, which would make it void.
    SearchRequest toggled(FieldId field, const std::string& id) const;
    SearchRequest excluded(FieldId field, const std::string& id) const;

  private:
    SearchRequest released(FieldId field, const std::string& id) const;
    bool is_related(FieldId field, std::string_view a, std::string_view b) const;

    const SearchRequest& request_;
    const Gazetteer& gazetteer_;
    std::vector<Picked> picked_;
};

// What a value of a field is called: language codes by name.
std::string shown_value(FieldId field, const std::string& name);
std::string_view shown_field(FieldId field);

TemplateData chips(const SearchRequest& request, const FacetLinks& links);
TemplateData facet_panels(const SearchRequest& request, const SearchResult& result,
                          const FacetLinks& links);

// Articles by date. No bars where there are fewer than two dates.
struct DateBucket {
    std::string id; // "2025", "2025-07" or "2025-07-04"
    std::uint64_t count = 0;
};
std::vector<DateBucket> date_buckets(const FacetResult& dates);
TemplateData histogram(const SearchRequest& request, const SearchResult& result);

TemplateData hit_list(const SearchRequest& request, const SearchResult& result,
                      const FacetLinks& links);
TemplateData paging(const SearchRequest& request, const SearchResult& result);

} // namespace sitrep
