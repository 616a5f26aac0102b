#include "schema/unicode.h"

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace sitrep::unicode {
namespace {

constexpr std::size_t page_size = 256;
constexpr std::size_t page_count = 0x110000 / page_size;
using Page = std::array<CharInfo, page_size>;

Script script_of_char(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_LATIN: return Script::latin;
    case USCRIPT_CYRILLIC: return Script::cyrillic;
    case USCRIPT_ARABIC: return Script::arabic;
    case USCRIPT_HEBREW: return Script::hebrew;
    case USCRIPT_GREEK: return Script::greek;
    case USCRIPT_DEVANAGARI: return Script::devanagari;
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return Script::cjk;
    default: return Script::other;
    }
}

CharClass class_of(char32_t c, Script script) {
    if (c == 0x0640 || c == 0x00AD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF)
        return CharClass::ignored;
    // Half rings that stand for ayn and hamza in transliterations: Sanʿa = Sana.
    if (c == 0x02BC) return CharClass::other; // an apostrophe, though Unicode says letter
    if (c >= 0x02B9 && c <= 0x02BF) return CharClass::ignored;
    switch (u_charType(static_cast<UChar32>(c))) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER: return script == Script::cjk ? CharClass::ideograph : CharClass::letter;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK: return CharClass::mark;
    case U_DECIMAL_DIGIT_NUMBER: return CharClass::digit;
    case U_LETTER_NUMBER: return CharClass::letter;
    default: return CharClass::other;
    }
}

const icu::Transliterator& latin_ascii() {
    static const std::unique_ptr<icu::Transliterator> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::Transliterator>(
            icu::Transliterator::createInstance("Latin-ASCII", UTRANS_FORWARD, status));
    }();
    return *instance;
}

// Letters that are one to a reader: alef with hamza or madda, Farsi and dotless ya, Farsi kaf.
char32_t unify(char32_t c) {
    switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671: return 0x0627;
    case 0x0649:
    case 0x06CC: return 0x064A;
    case 0x06A9: return 0x0643;
    case 0x0451: return 0x0435; // ё
    default: return c;
    }
}

icu::UnicodeString fold_letter(char32_t c, Script script) {
    icu::UnicodeString folded(static_cast<UChar32>(c));
    if (script == Script::latin) latin_ascii().transliterate(folded);
    if (script == Script::greek) {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
        folded = nfd->normalize(folded, status);
        folded.truncate(1); // the accents follow the letter
    }
    folded.foldCase();
    if (script == Script::latin) { // small capitals: Ʀ, ʀ, R, r
        latin_ascii().transliterate(folded);
        folded.foldCase();
    }
    if (folded.countChar32() == 1)
        return icu::UnicodeString(
            static_cast<UChar32>(unify(static_cast<char32_t>(folded.char32At(0)))));
    return folded;
}

void set_fold(CharInfo& entry, const icu::UnicodeString& folded) {
    std::string bytes;
    folded.toUTF8String(bytes);
    entry.fold_size = static_cast<std::uint8_t>(std::min(bytes.size(), sizeof entry.fold));
    std::memcpy(entry.fold, bytes.data(), entry.fold_size);
}

// Marks that carry no letter of their own: accents on Latin, Cyrillic stress, harakat, niqqud.
bool mark_is_dropped(char32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0487) ||
           (c >= 0x0591 && c <= 0x05C7) || (c >= 0x0610 && c <= 0x061A) ||
           (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

CharInfo make_info(char32_t c) {
    CharInfo entry;
    entry.script = script_of_char(c);
    entry.kind = class_of(c, entry.script);
    switch (entry.kind) {
    case CharClass::letter:
    case CharClass::ideograph:
        entry.upper = u_isupper(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c));
        set_fold(entry, fold_letter(c, entry.script));
        break;
    case CharClass::digit:
        entry.script = Script::digit;
        entry.fold_size = 1;
        entry.fold[0] = static_cast<char>('0' + u_charDigitValue(static_cast<UChar32>(c)));
        break;
    case CharClass::mark:
        if (!mark_is_dropped(c)) set_fold(entry, icu::UnicodeString(static_cast<UChar32>(c)));
        break;
    default: break;
    }
    return entry;
}

std::array<std::atomic<const Page*>, page_count> pages{};

const Page* build_page(std::size_t number) {
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    if (const Page* page = pages[number].load(std::memory_order_acquire)) return page;
    // Pages live as long as the program.
    static std::array<std::unique_ptr<Page>, page_count> owned;
    auto page = std::make_unique<Page>();
    for (std::size_t i = 0; i < page_size; ++i)
        (*page)[i] = make_info(static_cast<char32_t>(number * page_size + i));
    pages[number].store(page.get(), std::memory_order_release);
    owned[number] = std::move(page);
    return pages[number].load(std::memory_order_acquire);
}

} // namespace

const CharInfo& info(char32_t c) {
    static const CharInfo nothing;
    if (c > 0x10FFFF) return nothing;
    const std::size_t number = c / page_size;
    const Page* page = pages[number].load(std::memory_order_acquire);
    if (page == nullptr) page = build_page(number);
    return (*page)[c % page_size];
}

void append(std::string& out, char32_t c) {
    const auto put = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

char32_t compose(char32_t base, char32_t mark) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    const UChar32 composed =
        nfc->composePair(static_cast<UChar32>(base), static_cast<UChar32>(mark));
    return composed < 0 ? 0 : unify(static_cast<char32_t>(composed));
}

} // namespace sitrep::unicode
