// How the sources' names of places are taken: which are kept, and what it takes to believe them in
// a text.
#pragma once

#include "schema/gazetteer/names.h"
#include "schema/gazetteer/sources.h"
#include "schema/gazetteer_model.h"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace sitrep::gazetteer {

// Whether names of divisions and towns in a language are kept: those of wars, and of those who
// write about them.
bool is_kept(std::string_view lang);

bool is_english(const Name& name); // or of no language
std::vector<Name> english_first(std::vector<Name> names);

bool has_capital(std::string_view text);

// Adds a generated name, whose folded form is `key`; what any language writes in any case needs no
// capitals.
void add_alias(EntityDef& entity, std::string_view text, const std::string& key, AliasFlags flags);

class PlaceNames {
  public:
    // Refers to `common`.
    explicit PlaceNames(const CommonWords& common) : common_(common) {}

    // Countries' English names, folded: no other place has them in another language.
    void add_country_key(std::string key) { country_keys_.insert(std::move(key)); }

    // How a name of a place is to be taken: left out, or under flags.
    struct Doubt {
        bool useless;
        AliasFlags flags;
    };
    // `key`: the name, folded.
    Doubt doubt_of(const Name& name, const std::string& key) const;
    bool is_common(const std::string& key) const { return common_.is_common(key); }

    // Adds names that must be capitalised in texts, but for the English ones of big cities.
    void add_names(EntityDef& entity, const std::vector<Name>& names) const;
    // What else the press may make of the Arabic names of a place.
    void add_spellings(EntityDef& entity) const;
    // A row's names of places with what the lists of words say of them.
    Row marked(Row row) const;

  private:
    void add_case_forms(EntityDef& entity, const std::string& lang, const std::string& name,
                        AliasFlags flags) const;

    const CommonWords& common_;
    std::unordered_set<std::string> country_keys_;
};

} // namespace sitrep::gazetteer
