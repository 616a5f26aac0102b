#include "server/facts.h"

#include "schema/analysis.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

std::string toll(const std::optional<Casualties>& casualties) {
    if (!casualties) return {};
    if (casualties->low == casualties->high) return fmt::format("{}", casualties->low);
    return fmt::format("{}..{}", casualties->low, casualties->high);
}

// The high end of "3" or "2..5"; nothing is less than 0.
std::int64_t highest(std::string_view toll) {
    if (const std::size_t dots = toll.rfind('.'); dots != toll.npos) toll.remove_prefix(dots + 1);
    std::int64_t number = -1;
    std::from_chars(toll.data(), toll.data() + toll.size(), number);
    return number;
}

// The words of a title as they are compared.
std::string folded(std::string_view title) {
    Tokens tokens;
    tokens.analyse(title);
    std::string words;
    for (const Token& token : tokens.all()) words.append(tokens.form(token)).append(" ");
    return words;
}

std::string joined(const std::vector<std::string>& list) {
    return fmt::format("{}", fmt::join(list, ", "));
}

} // namespace

Facts facts_of(const Article& article) {
    Facts facts{article.title, toll(article.killed), toll(article.injured), {}, false};
    for (const Mention& mention : article.mentions)
        if (mention.is_actor && mention.about) facts.actors.push_back(mention.entity);
    std::sort(facts.actors.begin(), facts.actors.end());
    facts.actors.erase(std::unique(facts.actors.begin(), facts.actors.end()), facts.actors.end());
    return facts;
}

std::string facts_json(const Facts& facts) {
    const nlohmann::json json{{"title", facts.title},
                              {"killed", facts.killed},
                              {"injured", facts.injured},
                              {"actors", facts.actors},
                              {"retracted", facts.retracted}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Facts parse_facts(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object()) return {};
    Facts facts;
    facts.title = json.value("title", "");
    facts.killed = json.value("killed", "");
    facts.injured = json.value("injured", "");
    facts.actors = json.value("actors", std::vector<std::string>{});
    facts.retracted = json.value("retracted", false);
    return facts;
}

std::vector<FactChange> changes(const Facts& before, const Facts& after) {
    std::vector<FactChange> list;
    if (before.retracted != after.retracted)
        list.push_back(
            {"retracted", before.retracted ? "yes" : "no", after.retracted ? "yes" : "no"});
    if (before.killed != after.killed) list.push_back({"killed", before.killed, after.killed});
    if (before.injured != after.injured) list.push_back({"injured", before.injured, after.injured});
    if (before.actors != after.actors)
        list.push_back({"actors", joined(before.actors), joined(after.actors)});
    if (folded(before.title) != folded(after.title))
        list.push_back({"title", before.title, after.title});
    return list;
}

std::vector<FactChange> higher_toll(const Facts& told, const Facts& other) {
    std::vector<FactChange> list;
    if (highest(other.killed) > highest(told.killed))
        list.push_back({"killed", told.killed, other.killed});
    if (highest(other.injured) > highest(told.injured))
        list.push_back({"injured", told.injured, other.injured});
    return list;
}

Facts with_toll(Facts told, const Facts& other) {
    if (highest(other.killed) > highest(told.killed)) told.killed = other.killed;
    if (highest(other.injured) > highest(told.injured)) told.injured = other.injured;
    return told;
}

std::string describe(const FactChange& change) {
    if (change.what == "retracted") return change.to == "yes" ? "retracted" : "no longer retracted";
    return fmt::format("{}: {}, was {}", change.what, change.to.empty() ? "not said" : change.to,
                       change.from.empty() ? "not said" : change.from);
}

} // namespace sitrep
