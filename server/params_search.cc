// Parameters of a search address -> SearchRequest.
#include "searcher/cursor.h"
#include "searcher/versions.h"
#include "server/params.h"
#include "server/params_value.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sitrep {
namespace {

const Field* filter_field(std::string_view name) {
    for (const Field& f : fields)
        if (f.name == name && is_filter(f)) return &f;
    return nullptr;
}

const Field* facet_field(std::string_view name) {
    const Field* f = filter_field(name);
    return f != nullptr && f->facet ? f : nullptr;
}

constexpr auto all_of_them = [](const auto&) { return true; };

// "region, actor": the names of a table's rows.
template <typename Table, typename Wanted>
std::string names_of(const Table& table, Wanted wanted) {
    std::vector<std::string_view> names;
    for (const auto& row : table)
        if (wanted(row)) names.push_back(row.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string facet_names() {
    return names_of(fields, [](const Field& f) { return f.facet; });
}

std::string filter_names() {
    return names_of(fields, is_filter);
}

// Reads one parameter after the other into a request.
class Reader {
  public:
    explicit Reader(const SearchParameters& defaults) : out_(defaults) {}

    void read(const Parameter& p);
    SearchParameters finish();

  private:
    bool read_own(const Parameter& p);
    void read_facets(const Parameter& p);
    void read_sort(const Parameter& p);
    void read_collapse(const Parameter& p);
    void read_format(const Parameter& p);
    void read_explain(const Parameter& p);
    void read_as_of(const Parameter& p);
    void read_versions(const Parameter& p);
    void read_cursor(const Parameter& p);
    void read_limit();
    Selection& selection(FieldId field);
    void once(const Parameter& p, std::string_view meaning);
    void set_facet_size(const Field& f, std::size_t size);

    SearchParameters out_;
    std::set<std::string, std::less<>> seen_;
    std::optional<Parameter> limit_;
    std::optional<std::size_t> page_;
    std::vector<std::pair<const Field*, std::size_t>> facet_sizes_;
    bool sorted_ = false;
    bool collapsed_ = false;
    bool faceted_ = false;
};

// Throws if a parameter of this meaning (limit, per_page and size are one) came before.
void Reader::once(const Parameter& p, std::string_view meaning) {
    if (seen_.emplace(meaning).second) return;
    throw ParameterError(p.name,
                         p.name == meaning
                             ? fmt::format("{} is given twice", p.name)
                             : fmt::format("{} says what {} says already", p.name, meaning),
                         fmt::format("give {} once", meaning));
}

Selection& Reader::selection(FieldId field) {
    auto& all = out_.request.selections;
    const auto same =
        std::find_if(all.begin(), all.end(), [&](const Selection& s) { return s.field == field; });
    if (same != all.end()) return *same;
    return all.emplace_back(Selection{field, {}, {}});
}

void add_once(std::vector<std::string>& values, const std::string& value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

void Reader::read(const Parameter& p) {
    if (p.name != "q" && p.name != "cursor" && p.value.size() > parameter_limits::value_bytes)
        throw ParameterError(p.name, fmt::format("{} is too long", shown_value(p.name)),
                             fmt::format("at most {} bytes", parameter_limits::value_bytes));
    if (read_own(p)) return;
    const std::string_view name = p.name;
    if (const Field* f = filter_field(name)) {
        if (!p.value.empty()) add_once(selection(f->id).any, p.value);
        return;
    }
    if (name.starts_with(exclude_prefix)) {
        const Field* f = filter_field(name.substr(exclude_prefix.size()));
        if (f == nullptr)
            throw ParameterError(name, fmt::format("unknown parameter {}", shown_value(name)),
                                 "exclude. takes a field: " + filter_names());
        if (!p.value.empty()) add_once(selection(f->id).exclude, p.value);
        return;
    }
    if (name.starts_with(facet_size_prefix)) {
        const Field* f = facet_field(name.substr(facet_size_prefix.size()));
        if (f == nullptr)
            throw ParameterError(name, fmt::format("unknown parameter {}", shown_value(name)),
                                 "facet_size. takes a facet: " + facet_names());
        once(p, name);
        if (!p.value.empty())
            facet_sizes_.emplace_back(f, number_of(p, 1, parameter_limits::facet_size));
        return;
    }
    const std::string_view near = nearest_field_name(name.substr(0, 64));
    throw ParameterError(name, fmt::format("unknown parameter {}", shown_value(name)),
                         fmt::format("{}allowed are {}, {}, and exclude.FIELD",
                                     near.empty() ? "" : fmt::format("did you mean {}? ", near),
                                     names_of(own_parameters, all_of_them), filter_names()));
}

// Parameters that are no field's. False: it is none of them.
bool Reader::read_own(const Parameter& p) {
    SearchRequest& request = out_.request;
    const std::string_view name = p.name;
    if (name == "facet_size.FIELD" ||
        std::none_of(own_parameters.begin(), own_parameters.end(),
                     [&](const ParameterInfo& info) { return info.name == name; }))
        return false;
    const bool is_limit = name == "limit" || name == "per_page" || name == "size";
    const bool is_offset = name == "offset" || name == "page";
    once(p, is_limit ? "limit" : is_offset ? "offset" : name);
    if (p.value.empty() && name != "facets") return true;
    if (name == "q")
        request.query = p.value;
    else if (name == "from")
        request.from = period_of(p);
    else if (name == "to")
        request.to = period_of(p);
    else if (name == "sort")
        read_sort(p);
    else if (is_limit)
        limit_ = p;
    else if (name == "offset")
        request.offset = number_of(p, 0, parameter_limits::offset);
    else if (name == "page")
        page_ = number_of(p, 1, parameter_limits::offset);
    else if (name == "facets")
        read_facets(p);
    else if (name == "format")
        read_format(p);
    else if (name == "as_of")
        read_as_of(p);
    else if (name == "versions")
        read_versions(p);
    else if (name == "cursor")
        read_cursor(p);
    else if (name == "explain")
        read_explain(p);
    else
        read_collapse(p);
    return true;
}

void Reader::read_collapse(const Parameter& p) {
    for (const auto& [name, collapse] : collapse_names) {
        if (p.value != name) continue;
        out_.request.collapse = collapse;
        collapsed_ = true;
        return;
    }
    throw ParameterError(p.name, fmt::format("collapse cannot be {}", shown_value(p.value)),
                         "collapse is copies, story or none");
}

void Reader::read_sort(const Parameter& p) {
    for (const auto& [name, sort] : sort_names) {
        if (p.value != name) continue;
        out_.request.sort = sort;
        sorted_ = true;
        return;
    }
    throw ParameterError(p.name, fmt::format("sort cannot be {}", shown_value(p.value)),
                         "sort is relevance, newest, oldest or sources");
}

void Reader::read_format(const Parameter& p) {
    for (const FormatInfo& info : format_infos) {
        if (p.value != info.name) continue;
        out_.format = info.format;
        return;
    }
    throw ParameterError(p.name, fmt::format("format cannot be {}", shown_value(p.value)),
                         "formats are " + names_of(format_infos, all_of_them));
}

void Reader::read_as_of(const Parameter& p) {
    try {
        parse_moment(p.value);
    } catch (const Error& error) {
        throw ParameterError(p.name, error.message, error.hint);
    }
    out_.request.as_of = p.value;
}

void Reader::read_versions(const Parameter& p) {
    if (p.value != "current" && p.value != "all")
        throw ParameterError(p.name, fmt::format("versions cannot be {}", shown_value(p.value)),
                             "versions is current or all");
    out_.request.all_versions = p.value == "all";
}

void Reader::read_cursor(const Parameter& p) {
    auto seen = decode_cursor(p.value);
    if (!seen)
        throw ParameterError(p.name, "that is no cursor",
                             "give the next of an answer to the same search");
    out_.request.seen = *std::move(seen);
}

void Reader::read_explain(const Parameter& p) {
    if (p.value != "true" && p.value != "false")
        throw ParameterError(p.name, fmt::format("explain cannot be {}", shown_value(p.value)),
                             "explain is true or false");
    out_.request.explain = p.value == "true";
}

void Reader::read_limit() {
    const bool is_export = info_of(out_.format).is_export;
    if (limit_)
        out_.request.limit = number_of(
            *limit_, 0, is_export ? parameter_limits::export_limit : parameter_limits::limit);
    else if (is_export)
        out_.request.limit = 0;
    if (is_export && !collapsed_) out_.request.collapse = Collapse::none;
}

// "region,actor:20"; "none": none.
void Reader::read_facets(const Parameter& p) {
    constexpr std::size_t usual_size = 10;
    std::vector<FacetRequest>& facets = out_.request.facets;
    facets.clear();
    faceted_ = true;
    const std::string_view list = p.value;
    if (list.empty() || list == "none") return;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::string_view item = list.substr(begin, end - begin);
        begin = end + 1;
        const std::size_t colon = std::min(item.find(':'), item.size());
        const Field* f = facet_field(item.substr(0, colon));
        if (f == nullptr)
            throw ParameterError(
                p.name, fmt::format("{} is not a facet", shown_value(item.substr(0, colon))),
                "facets are " + facet_names() + ", or none");
        if (std::any_of(facets.begin(), facets.end(),
                        [&](const FacetRequest& facet) { return facet.field == f->id; }))
            continue;
        std::size_t size = usual_size;
        if (colon < item.size())
            size = number_of({p.name, std::string(item.substr(colon + 1))}, 1,
                             parameter_limits::facet_size);
        facets.push_back({f->id, size});
    }
}

void Reader::set_facet_size(const Field& f, std::size_t size) {
    for (FacetRequest& facet : out_.request.facets) {
        if (facet.field != f.id) continue;
        facet.size = size;
        return;
    }
    out_.request.facets.push_back({f.id, size});
}

SearchParameters Reader::finish() {
    SearchRequest& request = out_.request;
    read_limit();
    if (page_) {
        const std::size_t offset = (*page_ - 1) * request.limit;
        if (offset > parameter_limits::offset)
            throw ParameterError("page", fmt::format("page {} is out of reach", *page_),
                                 fmt::format("at most the first {} articles can be paged to; "
                                             "narrow the search",
                                             parameter_limits::offset));
        request.offset = offset;
    }
    if (!request.seen.empty() && request.offset > 0)
        throw ParameterError("cursor", "both cursor and offset say where to begin",
                             "give one of them");
    for (const auto& [f, size] : facet_sizes_) set_facet_size(*f, size);
    std::erase_if(request.selections,
                  [](const Selection& s) { return s.any.empty() && s.exclude.empty(); });
    std::sort(request.selections.begin(), request.selections.end(),
              [](const Selection& a, const Selection& b) { return a.field < b.field; });
    if (!sorted_ && !ranks(request.query)) request.sort = Sort::newest;
    if (out_.format == Format::geojson && !faceted_)
        request.facets = {{FieldId::region, parameter_limits::facet_size}};
    return std::move(out_);
}

} // namespace

SearchParameters parse_search(const std::vector<Parameter>& parameters,
                              const SearchParameters& defaults) {
    if (parameters.size() > parameter_limits::count)
        throw ParameterError(parameters[parameter_limits::count].name,
                             fmt::format("there are {} parameters", parameters.size()),
                             fmt::format("at most {}", parameter_limits::count));
    Reader reader(defaults);
    for (const Parameter& parameter : parameters) reader.read(parameter);
    return reader.finish();
}

} // namespace sitrep
