#include "searcher/similar.h"

#include "schema/field.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

namespace sitrep {
namespace {

double idf(const Xapian::Database& database, const std::string& term) {
    const double all = database.get_doccount();
    return std::log((all + 1) / (database.get_termfreq(term) + 0.5));
}

std::set<std::string, std::less<>> values_in(const std::string& slot) {
    std::set<std::string, std::less<>> values;
    for (std::size_t begin = 0; begin < slot.size();) {
        const std::size_t end = std::min(slot.find(value_separator, begin), slot.size());
        values.insert(slot.substr(begin, end - begin));
        begin = end + 1;
    }
    return values;
}

} // namespace

std::vector<std::string> distinctive_terms(const Xapian::Document& document,
                                           const Xapian::Database& database, std::size_t most) {
    const Xapian::doccount too_many = std::max<Xapian::doccount>(database.get_doccount() / 10, 3);
    const std::string stem(prefixes::stem);
    std::vector<std::pair<double, std::string>> weighed;
    auto term = document.termlist_begin();
    term.skip_to(stem);
    for (; term != document.termlist_end() && (*term).starts_with(stem); ++term) {
        if ((*term).starts_with(prefixes::title_stem)) continue;
        const Xapian::doccount frequency = database.get_termfreq(*term);
        if (frequency < 2 || frequency > too_many) continue;
        weighed.emplace_back((1 + std::log(1 + term.get_wdf())) * idf(database, *term), *term);
    }
    std::sort(weighed.rbegin(), weighed.rend());
    std::vector<std::string> terms;
    for (const auto& [weight, name] : weighed) {
        if (terms.size() == most) break;
        terms.push_back(name);
    }
    return terms;
}

double shared_values(const Xapian::Document& a, const Xapian::Document& b,
                     const Xapian::Database& database, unsigned slot, const std::string& prefix,
                     std::vector<std::string>& shared) {
    const auto of_a = values_in(a.get_value(slot));
    const auto of_b = values_in(b.get_value(slot));
    double both = 0;
    double all = 0;
    for (const std::string& value : of_a) {
        const double weight = idf(database, make_term(prefix, value));
        all += weight;
        if (!of_b.contains(value)) continue;
        both += weight;
        shared.push_back(value);
    }
    return all > 0 ? both / all : 0;
}

} // namespace sitrep
