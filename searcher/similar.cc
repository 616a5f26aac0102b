#include "searcher/similar.h"

#include "schema/analysis.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace sitrep {
namespace {

double idf(const Xapian::Database& database, const std::string& term) {
    const double all = database.get_doccount();
    return std::log((all + 1) / (database.get_termfreq(term) + 0.5));
}

std::vector<std::string> values_in(const std::string& slot) {
    std::vector<std::string> values;
    for (std::size_t begin = 0; begin < slot.size();) {
        const std::size_t end = std::min(slot.find(value_separator, begin), slot.size());
        values.push_back(slot.substr(begin, end - begin));
        begin = end + 1;
    }
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

// One or two letters: in languages without a list of stop words most of these are such.
bool is_short(std::string_view stem_term) {
    constexpr std::ptrdiff_t least = 3;
    stem_term.remove_prefix(prefixes::stem.size());
    return std::count_if(stem_term.begin(), stem_term.end(), [](char c) {
               return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
           }) < least;
}

} // namespace

std::vector<std::string> distinctive_terms(const Xapian::Document& document,
                                           const Xapian::Database& database, std::size_t most) {
    const Xapian::doccount all = database.get_doccount();
    const Xapian::doccount too_many = std::max(all / 10, std::min<Xapian::doccount>(all / 2, 20));
    const std::string stem(prefixes::stem);
    std::vector<std::pair<double, std::string>> weighed;
    auto term = document.termlist_begin();
    term.skip_to(stem);
    for (; term != document.termlist_end() && (*term).starts_with(stem); ++term) {
        if ((*term).starts_with(prefixes::title_stem) || is_short(*term) ||
            is_stop_word(std::string_view(*term).substr(stem.size())))
            continue;
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

double Rarity::of(const std::string& term) {
    const auto [known, is_new] = known_.try_emplace(term);
    if (is_new) known->second = idf(database_, term);
    return known->second;
}

SharedValues shared_values(const Xapian::Document& a, const Xapian::Document& b, const Field& field,
                           Rarity& rarity) {
    const std::string slot_of_a = a.get_value(field.slot);
    const std::string slot_of_b = b.get_value(field.slot);
    if (slot_of_a.empty() || slot_of_b.empty()) return {};
    const auto weigh = [&](const std::string& value) {
        const double weight = rarity.of(make_term(field.prefix, value));
        return weight * weight;
    };
    const std::vector<std::string> of_a = values_in(slot_of_a);
    const std::vector<std::string> of_b = values_in(slot_of_b);
    double all_of_a = 0;
    double all_of_b = 0;
    double both = 0;
    SharedValues shared;
    for (const std::string& value : of_b) all_of_b += weigh(value);
    for (const std::string& value : of_a) {
        const double weight = weigh(value);
        all_of_a += weight;
        if (!std::binary_search(of_b.begin(), of_b.end(), value)) continue;
        both += weight;
        shared.values.push_back(value);
    }
    if (both > 0) shared.likeness = both / std::sqrt(all_of_a * all_of_b);
    return shared;
}

double closeness(const Xapian::Document& a, const Xapian::Document& b) {
    constexpr double seconds_a_week = 7 * 86400;
    const std::string of_a = a.get_value(slots::published_seconds);
    const std::string of_b = b.get_value(slots::published_seconds);
    if (of_a.empty() || of_b.empty()) return 0;
    const double apart =
        std::abs(Xapian::sortable_unserialise(of_a) - Xapian::sortable_unserialise(of_b));
    return 1 / (1 + apart / seconds_a_week);
}

} // namespace sitrep
