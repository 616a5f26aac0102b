#include "schema/analysis.h"

#include "schema/unicode.h"

namespace sitrep {

using unicode::CharClass;
using unicode::CharInfo;

std::string fold_keyword(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    bool space = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        const char32_t c = unicode::decode(text, i);
        if (c <= ' ' || c == 0xA0 || c == 0x7F) {
            space = !folded.empty();
            continue;
        }
        const CharInfo& entry = unicode::info(c);
        const bool dropped_mark = entry.kind == CharClass::mark && entry.fold_size == 0;
        if (entry.kind == CharClass::ignored || (space && dropped_mark)) continue;
        if (space) folded.push_back(' ');
        space = false;
        if (entry.kind == CharClass::other) {
            folded.append(text.substr(begin, i - begin));
        } else if (dropped_mark && !folded.empty()) {
            std::size_t at = 0;
            const char32_t base = unicode::last_char(folded, at);
            const char32_t composed =
                unicode::info(base).script == Script::cyrillic ? unicode::compose(base, c) : 0;
            if (composed != 0) {
                folded.resize(at);
                unicode::append(folded, composed);
            }
        } else {
            folded.append(entry.fold, entry.fold_size);
        }
    }
    return folded;
}

std::string fold_name(std::string_view text) {
    Tokens tokens;
    tokens.analyse(text);
    std::string name;
    for (const Token& token : tokens.all()) {
        if ((token.flags & token_joined) != 0) continue;
        if (!name.empty()) name.push_back(' ');
        name.append(tokens.form(token));
    }
    return name;
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        if (unicode::decode(text, i) == 0xFFFD && i - begin == 1) return false;
    }
    return true;
}

bool make_valid_utf8(std::string& text) {
    std::string valid;
    bool changed = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        const char32_t c = unicode::decode(text, i);
        if (c == 0xFFFD && i - begin == 1) {
            valid += "\xEF\xBF\xBD";
            changed = true;
        } else if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F) {
            if (c != '\r') valid += ' ';
            changed = true;
        } else {
            valid.append(text, begin, i - begin);
        }
    }
    if (changed) text = std::move(valid);
    return changed;
}

} // namespace sitrep
