// Names -> the actors an article is about and those it only mentions.
//
// Each way to find one has a file of its own: enrich_listed (names of the gazetteer),
// enrich_roles ("Syrian army", "the rebels", "Turkey said") and enrich_named (what no list holds).
#pragma once

#include "indexer/enrich_mentions.h"
#include "indexer/enrich_names.h"
#include "indexer/enrich_support.h"
#include "indexer/enrich_words.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sitrep {

// What the rules share.
struct ActorContext {
    const Gazetteer& gazetteer;
    const CountrySupport& support; // what the article's regions showed of countries
    Day on;                        // the day of the article; today where it has none
    bool dated;                    // whether it has one
    Mentions& mentions;            // with its regions; actors are added
    // The one country that the article is about, as a region; none where several compete.
    std::optional<Entity> country;
    // Countries of the actors that are named beyond doubt: they too tell namesakes apart.
    std::set<std::string, std::less<>> countries = {};
    // Family names of people who are not the ones that the gazetteer knows by them.
    std::set<std::string> strangers = {};
    // Insurgents, if the government that they oppose turns up: "the factions".
    std::vector<Name> opposed = {};
};

// Adds the actors to `mentions`.
void find_actors(const Article& article, const PartWords& title, const PartWords& text,
                 const std::vector<Name>& names, const Gazetteer& gazetteer,
                 const CountrySupport& support, Day on, Mentions& mentions);

// Whether an entity was there on the day of the article; an article without one may be of any
// day. People stay in the news before and after their time.
bool existed(const Entity& entity, const ActorContext& context);

// The country of an ISO code, as a region.
std::optional<Entity> country_by_code(const Gazetteer& gazetteer, std::string_view code);

// A country that a name stands for, as a region; none: it stands for nothing of the kind.
std::optional<Entity> country_of(const Gazetteer& gazetteer, const Name& name, bool& is_demonym);

// Whether a name is the subject of what somebody says or does: "Moscow said", "Israel strikes
// Gaza", but not "in Moscow", "an attack on Israel".
bool acts(const PartWords& words, const Name& name);

// The same of people: "Russians shelled Kherson", but not "Russians protest", "two Russians
// killed".
bool attacks(const PartWords& words, const Name& name);

// "pro", "anti": joined to a name by a hyphen they make it another's.
bool is_stance(std::string_view word);

// "in", "against": the name behind it is not the subject.
bool is_preposition(std::string_view word);

// Adds what needs an opponent, once all else is known.
void find_opposed(ActorContext& context);

// What find_listed needs to know first.
void find_countries(const std::vector<Name>& names, ActorContext& context);
void find_listed(const PartWords& words, const std::vector<Name>& names, ActorContext& context);
void find_roles(const PartWords& words, const std::vector<Name>& names, ActorContext& context);

void find_named(const PartWords& words, ActorContext& context);

} // namespace sitrep
