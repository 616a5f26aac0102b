#include "schema/analysis_run.h"

namespace sitrep {
namespace {

using unicode::CharClass;
using unicode::CharInfo;

// A breve or diaeresis on Cyrillic makes another letter; other marks are dropped.
void compose_mark(const Run& r, char32_t mark, std::string& storage) {
    if (r.script != Script::cyrillic || storage.size() == r.form) return;
    std::size_t begin = 0;
    const char32_t base = unicode::last_char(storage, begin);
    if (const char32_t composed = unicode::compose(base, mark); composed != 0) {
        storage.resize(begin);
        unicode::append(storage, composed);
    }
}

} // namespace

Run read_run(std::string_view text, std::size_t at, const unicode::CharTable& chars,
             std::string& storage) {
    Run r;
    r.begin = static_cast<std::uint32_t>(at);
    r.form = static_cast<std::uint32_t>(storage.size());
    std::size_t last_letter_end = at;
    while (at < text.size()) {
        std::size_t after = at;
        const char32_t c = unicode::decode(text, after);
        const CharInfo& entry = chars[c];
        if (entry.kind == CharClass::letter) {
            if (r.digits == 0) {
                if (r.letters++ == 0) {
                    r.first_upper = entry.upper;
                    r.script = entry.script;
                }
                r.upper += entry.upper;
            } else if (r.suffix++ == 0) {
                r.suffix_begin = static_cast<std::uint32_t>(at);
                r.suffix_form = static_cast<std::uint32_t>(storage.size());
            }
        } else if (entry.kind == CharClass::digit) {
            if (r.suffix > 0) {
                ++r.suffix;
            } else if (r.digits++ == 0) {
                r.digits_begin = static_cast<std::uint32_t>(at);
                r.digits_form = static_cast<std::uint32_t>(storage.size());
            }
        } else if (entry.kind == CharClass::mark) {
            if (entry.fold_size == 0) compose_mark(r, c, storage);
        } else if (entry.kind != CharClass::ignored) {
            break;
        }
        storage.append(entry.fold, entry.fold_size);
        at = after;
        if (entry.kind != CharClass::ignored) last_letter_end = at;
    }
    if (r.letters == 0) r.script = Script::digit;
    r.end = static_cast<std::uint32_t>(last_letter_end);
    r.form_end = static_cast<std::uint32_t>(storage.size());
    return r;
}

} // namespace sitrep
