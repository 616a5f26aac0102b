#include "schema/analysis.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include <xapian.h>

namespace sitrep {
namespace {

struct Language {
    std::string_view code;
    Script script;
    bool stemmed; // Xapian has a Snowball stemmer for it
};

constexpr std::array<Language, 41> languages{{
    {"ar", Script::arabic, true},      {"be", Script::cyrillic, false},
    {"bg", Script::cyrillic, false},   {"ca", Script::latin, true},
    {"cs", Script::latin, false},      {"da", Script::latin, true},
    {"de", Script::latin, true},       {"el", Script::greek, false},
    {"en", Script::latin, true},       {"es", Script::latin, true},
    {"eu", Script::latin, true},       {"fa", Script::arabic, false},
    {"fi", Script::latin, true},       {"fr", Script::latin, true},
    {"ga", Script::latin, true},       {"he", Script::hebrew, false},
    {"hi", Script::devanagari, false}, {"hr", Script::latin, false},
    {"hu", Script::latin, true},       {"id", Script::latin, true},
    {"it", Script::latin, true},       {"iw", Script::hebrew, false},
    {"ja", Script::cjk, false},        {"ko", Script::other, false},
    {"lt", Script::latin, true},       {"mk", Script::cyrillic, false},
    {"ne", Script::devanagari, true},  {"nl", Script::latin, true},
    {"no", Script::latin, true},       {"pl", Script::latin, false},
    {"ps", Script::arabic, false},     {"pt", Script::latin, true},
    {"ro", Script::latin, true},       {"ru", Script::cyrillic, true},
    {"sr", Script::cyrillic, false},   {"sv", Script::latin, true},
    {"th", Script::cjk, false},        {"tr", Script::latin, true},
    {"uk", Script::cyrillic, false},   {"ur", Script::arabic, false},
    {"zh", Script::cjk, false},
}};

const Language* find_language(std::string_view code) {
    const auto found = std::find_if(languages.begin(), languages.end(),
                                    [&](const Language& l) { return l.code == code; });
    return found == languages.end() ? nullptr : &*found;
}

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

// A text of all the world's words must not fill memory.
constexpr std::size_t memo_limit = 200'000;

} // namespace

struct Stemmer::Impl {
    Xapian::Stem stem;
    Script script;
    bool active;
    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> memo;
};

Stemmer::Stemmer(std::string_view lang) {
    const Language* language = find_language(lang);
    const bool active = language != nullptr && language->stemmed;
    impl_ = std::make_unique<Impl>(Impl{active ? Xapian::Stem(std::string(lang)) : Xapian::Stem(),
                                        active ? language->script : Script::other,
                                        active,
                                        {}});
}

Stemmer::~Stemmer() = default;
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;

bool Stemmer::does_anything() const {
    return impl_->active;
}

std::string_view Stemmer::stem(std::string_view form, Script script) {
    if (!impl_->active || script != impl_->script) return form;
    if (const auto found = impl_->memo.find(form); found != impl_->memo.end()) return found->second;
    if (impl_->memo.size() >= memo_limit) impl_->memo.clear();
    std::string stemmed = impl_->stem(std::string(form));
    if (stemmed.empty()) stemmed = form;
    return impl_->memo.emplace(form, std::move(stemmed)).first->second;
}

bool has_stem(std::string_view form, Script script) {
    if (script == Script::digit || script == Script::cjk) return false;
    return form.find_first_of("0123456789.") == std::string_view::npos;
}

const std::vector<std::string_view>& stemmed_languages() {
    static const std::vector<std::string_view> codes = [] {
        std::vector<std::string_view> list;
        for (const Language& language : languages)
            if (language.stemmed) list.push_back(language.code);
        return list;
    }();
    return codes;
}

Script script_of(std::string_view lang) {
    const Language* language = find_language(lang);
    return language == nullptr ? Script::latin : language->script;
}

} // namespace sitrep
