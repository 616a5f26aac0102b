#include "server/params.h"

#include "schema/analysis.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sitrep {
namespace {

constexpr std::array<std::string_view, 13> own_parameters{
    "q",        "from", "to",     "sort",     "limit",  "offset",          "page",
    "per_page", "size", "facets", "collapse", "format", "facet_size.FIELD"};

constexpr std::array<std::pair<std::string_view, Sort>, 3> sorts{
    {{"relevance", Sort::relevance}, {"newest", Sort::newest}, {"oldest", Sort::oldest}}};

constexpr std::string_view exclude_prefix = "exclude.";
constexpr std::string_view facet_size_prefix = "facet_size.";

// Fields that a parameter can filter by: all but the words of the text.
const Field* filter_field(std::string_view name) {
    for (const Field& f : fields)
        if (f.name == name && f.kind != FieldKind::text) return &f;
    return nullptr;
}

const Field* facet_field(std::string_view name) {
    const Field* f = filter_field(name);
    return f != nullptr && f->facet ? f : nullptr;
}

std::string facet_names() {
    std::vector<std::string_view> names;
    for (const Field& f : fields)
        if (f.facet) names.push_back(f.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string filter_names() {
    std::vector<std::string_view> names;
    for (const Field& f : fields)
        if (f.kind != FieldKind::text) names.push_back(f.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

// A value as it may be shown in a message.
std::string shown(std::string_view value) {
    constexpr std::size_t most = 60;
    std::string text(value.substr(0, most));
    make_valid_utf8(text);
    return '"' + text + (value.size() > most ? "…\"" : "\"");
}

std::size_t number(const Parameter& p, std::size_t least, std::size_t most) {
    std::size_t value = 0;
    const char* end = p.value.data() + p.value.size();
    const auto [stop, error] = std::from_chars(p.value.data(), end, value);
    if (error != std::errc{} || stop != end || value < least || value > most)
        throw ParameterError(p.name, fmt::format("{} cannot be {}", p.name, shown(p.value)),
                             fmt::format("{} is a number from {} to {}", p.name, least, most));
    return value;
}

std::string period(const Parameter& p) {
    if (!parse_period(p.value, today()))
        throw ParameterError(p.name, fmt::format("{} is not a date for {}", shown(p.value), p.name),
                             "write 2025, 2025-07, 2025-07-04, today, yesterday or P7D");
    return p.value;
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
    void read_format(const Parameter& p);
    Selection& selection(FieldId field);
    void once(const Parameter& p, std::string_view meaning);
    void set_facet_size(const Field& f, std::size_t size);

    SearchParameters out_;
    std::set<std::string, std::less<>> seen_;
    std::optional<std::size_t> page_;
    std::vector<std::pair<const Field*, std::size_t>> facet_sizes_;
    bool sorted_ = false;
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
    if (p.name != "q" && p.value.size() > parameter_limits::value_bytes)
        throw ParameterError(p.name, fmt::format("{} is too long", shown(p.name)),
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
            throw ParameterError(name, fmt::format("unknown parameter {}", shown(name)),
                                 "exclude. takes a field: " + filter_names());
        if (!p.value.empty()) add_once(selection(f->id).exclude, p.value);
        return;
    }
    if (name.starts_with(facet_size_prefix)) {
        const Field* f = facet_field(name.substr(facet_size_prefix.size()));
        if (f == nullptr)
            throw ParameterError(name, fmt::format("unknown parameter {}", shown(name)),
                                 "facet_size. takes a facet: " + facet_names());
        once(p, name);
        if (!p.value.empty())
            facet_sizes_.emplace_back(f, number(p, 1, parameter_limits::facet_size));
        return;
    }
    const std::string_view near = nearest_field_name(name.substr(0, 64));
    throw ParameterError(name, fmt::format("unknown parameter {}", shown(name)),
                         fmt::format("{}allowed are {}, {}, and exclude.FIELD",
                                     near.empty() ? "" : fmt::format("did you mean {}? ", near),
                                     fmt::join(own_parameters, ", "), filter_names()));
}

// Parameters that are no field's. False: it is none of them.
bool Reader::read_own(const Parameter& p) {
    SearchRequest& request = out_.request;
    const std::string_view name = p.name;
    if (name == "facet_size.FIELD" ||
        std::find(own_parameters.begin(), own_parameters.end(), name) == own_parameters.end())
        return false;
    const bool is_limit = name == "limit" || name == "per_page" || name == "size";
    const bool is_offset = name == "offset" || name == "page";
    once(p, is_limit ? "limit" : is_offset ? "offset" : name);
    if (p.value.empty() && name != "facets") return true;
    if (name == "q")
        request.query = p.value;
    else if (name == "from")
        request.from = period(p);
    else if (name == "to")
        request.to = period(p);
    else if (name == "sort")
        read_sort(p);
    else if (is_limit)
        request.limit = number(p, 0, parameter_limits::limit);
    else if (name == "offset")
        request.offset = number(p, 0, parameter_limits::offset);
    else if (name == "page")
        page_ = number(p, 1, parameter_limits::offset);
    else if (name == "facets")
        read_facets(p);
    else if (name == "format")
        read_format(p);
    else if (p.value != "none")
        throw ParameterError(name, fmt::format("collapse cannot be {}", shown(p.value)),
                             "collapse is none");
    return true;
}

void Reader::read_sort(const Parameter& p) {
    for (const auto& [name, sort] : sorts) {
        if (p.value != name) continue;
        out_.request.sort = sort;
        sorted_ = true;
        return;
    }
    throw ParameterError(p.name, fmt::format("sort cannot be {}", shown(p.value)),
                         "sort is relevance, newest or oldest");
}

void Reader::read_format(const Parameter& p) {
    if (p.value == "html")
        out_.format = Format::html;
    else if (p.value == "json")
        out_.format = Format::json;
    else
        throw ParameterError(p.name, fmt::format("format cannot be {}", shown(p.value)),
                             "format is html or json");
}

// "region,actor:20"; "none": none.
void Reader::read_facets(const Parameter& p) {
    constexpr std::size_t usual_size = 10;
    std::vector<FacetRequest>& facets = out_.request.facets;
    facets.clear();
    const std::string_view list = p.value;
    if (list.empty() || list == "none") return;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::string_view item = list.substr(begin, end - begin);
        begin = end + 1;
        const std::size_t colon = std::min(item.find(':'), item.size());
        const Field* f = facet_field(item.substr(0, colon));
        if (f == nullptr)
            throw ParameterError(p.name,
                                 fmt::format("{} is not a facet", shown(item.substr(0, colon))),
                                 "facets are " + facet_names() + ", or none");
        if (std::any_of(facets.begin(), facets.end(),
                        [&](const FacetRequest& facet) { return facet.field == f->id; }))
            continue;
        std::size_t size = usual_size;
        if (colon < item.size())
            size = number({p.name, std::string(item.substr(colon + 1))}, 1,
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
    if (page_) {
        const std::size_t offset = (*page_ - 1) * request.limit;
        if (offset > parameter_limits::offset)
            throw ParameterError("page", fmt::format("page {} is out of reach", *page_),
                                 fmt::format("at most the first {} articles can be paged to; "
                                             "narrow the search",
                                             parameter_limits::offset));
        request.offset = offset;
    }
    for (const auto& [f, size] : facet_sizes_) set_facet_size(*f, size);
    std::erase_if(request.selections,
                  [](const Selection& s) { return s.any.empty() && s.exclude.empty(); });
    std::sort(request.selections.begin(), request.selections.end(),
              [](const Selection& a, const Selection& b) { return a.field < b.field; });
    if (!sorted_ && !ranks(request.query)) request.sort = Sort::newest;
    return std::move(out_);
}

const FacetRequest* find_facet(const std::vector<FacetRequest>& facets, FieldId field) {
    const auto found = std::find_if(facets.begin(), facets.end(),
                                    [&](const FacetRequest& f) { return f.field == field; });
    return found == facets.end() ? nullptr : &*found;
}

// The facets as parameters, where they are not the usual ones.
void add_facets(const std::vector<FacetRequest>& facets, const std::vector<FacetRequest>& usual,
                std::vector<Parameter>& out) {
    const bool usual_ones =
        facets.size() == usual.size() &&
        std::equal(facets.begin(), facets.end(), usual.begin(),
                   [](const FacetRequest& a, const FacetRequest& b) { return a.field == b.field; });
    if (!usual_ones) {
        std::vector<std::string> names;
        for (const FacetRequest& facet : facets)
            names.push_back(fmt::format("{}:{}", field(facet.field).name, facet.size));
        out.push_back(
            {"facets", names.empty() ? "none" : fmt::format("{}", fmt::join(names, ","))});
        return;
    }
    for (const FacetRequest& facet : facets)
        if (facet.size != find_facet(usual, facet.field)->size)
            out.push_back({fmt::format("facet_size.{}", field(facet.field).name),
                           fmt::format("{}", facet.size)});
}

} // namespace

bool ranks(std::string_view query) {
    return query.find_first_not_of(" \t\r\n*") != query.npos;
}

SearchParameters api_defaults() {
    SearchParameters defaults;
    for (const FieldId id : {FieldId::region, FieldId::actor, FieldId::source, FieldId::lang,
                             FieldId::section, FieldId::date})
        defaults.request.facets.push_back({id, 10});
    return defaults;
}

SearchParameters page_defaults() {
    SearchParameters defaults;
    defaults.format = Format::html;
    defaults.request.limit = 20;
    defaults.request.facets = {{FieldId::region, 16}, {FieldId::actor, 12},   {FieldId::event, 8},
                               {FieldId::weapon, 6},  {FieldId::conflict, 6}, {FieldId::source, 8},
                               {FieldId::lang, 6},    {FieldId::section, 8},  {FieldId::author, 6},
                               {FieldId::date, 10}};
    return defaults;
}

SearchRequest page_request(const std::string& query) {
    SearchRequest request = page_defaults().request;
    request.query = query;
    if (!ranks(query)) request.sort = Sort::newest;
    return request;
}

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

std::vector<Parameter> search_parameters(const SearchRequest& request,
                                         const SearchParameters& defaults) {
    std::vector<Parameter> out;
    if (!request.query.empty()) out.push_back({"q", request.query});
    for (const Selection& selection : request.selections) {
        const std::string_view name = field(selection.field).name;
        for (const std::string& value : selection.any) out.push_back({std::string(name), value});
        for (const std::string& value : selection.exclude)
            out.push_back({std::string(exclude_prefix).append(name), value});
    }
    if (request.from) out.push_back({"from", *request.from});
    if (request.to) out.push_back({"to", *request.to});
    const Sort usual_sort = ranks(request.query) ? defaults.request.sort : Sort::newest;
    for (const auto& [name, sort] : sorts)
        if (request.sort == sort && sort != usual_sort) out.push_back({"sort", std::string(name)});
    if (request.limit != defaults.request.limit)
        out.push_back({"limit", fmt::format("{}", request.limit)});
    if (request.offset > 0) out.push_back({"offset", fmt::format("{}", request.offset)});
    add_facets(request.facets, defaults.request.facets, out);
    return out;
}

SearchRequest without_value(SearchRequest request, FieldId field, const std::string& value) {
    request.offset = 0;
    for (Selection& selection : request.selections) {
        if (selection.field != field) continue;
        std::erase(selection.any, value);
        std::erase(selection.exclude, value);
    }
    std::erase_if(request.selections,
                  [](const Selection& s) { return s.any.empty() && s.exclude.empty(); });
    return request;
}

SearchRequest with_value(SearchRequest request, FieldId field, const std::string& value) {
    request = without_value(std::move(request), field, value);
    const auto place = std::find_if(request.selections.begin(), request.selections.end(),
                                    [&](const Selection& s) { return s.field >= field; });
    if (place != request.selections.end() && place->field == field)
        place->any.push_back(value);
    else
        request.selections.insert(place, Selection{field, {value}, {}});
    return request;
}

SearchRequest with_excluded(SearchRequest request, FieldId field, const std::string& value) {
    request = with_value(std::move(request), field, value);
    for (Selection& selection : request.selections) {
        if (selection.field != field) continue;
        std::erase(selection.any, value);
        selection.exclude.push_back(value);
    }
    return request;
}

} // namespace sitrep
