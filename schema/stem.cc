#include "schema/analysis.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <xapian.h>
#include <xxhash.h>

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

constexpr std::size_t longest_stemmed = 1000; // bytes

// A text of all the world's words must not fill memory.
constexpr std::size_t memo_limit = 200'000;

// Stems of words seen before. One table and one string: a map of strings misses the cache twice as
// often, and each word of each text is looked up.
class StemMemo {
  public:
    StemMemo() { clear(); }

    // Valid until the next add().
    std::optional<std::string_view> find(std::string_view form) const {
        const Slot& slot = slots_[place_of(form)];
        if (!slot.used) return std::nullopt;
        return std::string_view(bytes_).substr(slot.begin + slot.form_size, slot.stem_size);
    }

    std::string_view add(std::string_view form, std::string_view stem) {
        if (count_ >= memo_limit) clear();
        if ((count_ + 1) * 2 > slots_.size()) grow();
        Slot& slot = slots_[place_of(form)];
        slot = {bytes_.size(), static_cast<std::uint16_t>(form.size()),
                static_cast<std::uint16_t>(stem.size()), true};
        bytes_.append(form).append(stem);
        ++count_;
        return std::string_view(bytes_).substr(slot.begin + slot.form_size, slot.stem_size);
    }

  private:
    struct Slot {
        std::size_t begin = 0; // in bytes_: the form, and the stem behind it
        std::uint16_t form_size = 0;
        std::uint16_t stem_size = 0;
        bool used = false;
    };

    std::string_view form_of(const Slot& slot) const {
        return std::string_view(bytes_).substr(slot.begin, slot.form_size);
    }

    // Where a form is, or where it would be put.
    std::size_t place_of(std::string_view form) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t place = XXH3_64bits(form.data(), form.size()) & mask;
        while (slots_[place].used && form_of(slots_[place]) != form) place = (place + 1) & mask;
        return place;
    }

    void clear() {
        slots_.assign(4096, {});
        bytes_.clear();
        count_ = 0;
    }

    void grow() {
        std::vector<Slot> old(slots_.size() * 2);
        old.swap(slots_);
        for (const Slot& slot : old)
            if (slot.used) slots_[place_of(form_of(slot))] = slot;
    }

    std::vector<Slot> slots_;
    std::string bytes_;
    std::size_t count_ = 0;
};

} // namespace

struct Stemmer::Impl {
    Xapian::Stem stem;
    Script script;
    bool active;
    StemMemo memo;
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
    if (!impl_->active || script != impl_->script || form.size() > longest_stemmed) return form;
    if (const auto known = impl_->memo.find(form)) return *known;
    std::string stemmed = impl_->stem(std::string(form));
    if (stemmed.empty()) stemmed = form;
    return impl_->memo.add(form, stemmed);
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
