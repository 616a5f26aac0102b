// Addresses of pages, and of searches that differ from the one at hand in what is picked.
#pragma once

#include "server/params.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// Ways to look at the same result.
enum class View : std::uint8_t { list, map, timeline };
inline constexpr std::array<std::pair<std::string_view, View>, 3> view_names{
    {{"list", View::list}, {"map", View::map}, {"timeline", View::timeline}}};

// Takes the parameter `view` out. Throws ParameterError.
View take_view(std::vector<Parameter>& parameters);

// "/search?q=...", and as parameters.
std::vector<Parameter> page_parameters(const SearchRequest& request, View view);
std::string search_address(const SearchRequest& request, View view = View::list);
// "/versions?id=..."
std::string versions_address(const std::string& id);
// "/story?id=..."
std::string story_address(const std::string& id);
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

// Links that pick values and let go of them, in the same view.
class SearchLinks {
  public:
    SearchLinks(const SearchRequest& request, const Gazetteer& gazetteer, View view)
        : request_(request), gazetteer_(gazetteer), view_(view),
          picked_(picked_values(request, gazetteer)) {}

    const Gazetteer& gazetteer() const { return gazetteer_; }
    View view() const { return view_; }
    std::string address(const SearchRequest& request) const {
        return search_address(request, view_);
    }
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
    View view_;
    std::vector<Picked> picked_;
};

} // namespace sitrep
