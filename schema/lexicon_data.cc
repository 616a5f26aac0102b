// The built-in lexicons: their files as bytes of this program, read when first asked for.
#include "schema/lexicon.h"

#define SITREP_EMBED(name, plain)                                                                  \
    asm(".section .rodata\n"                                                                       \
        "sitrep_lexicon_" #name "_begin:\n"                                                        \
        ".incbin \"" SITREP_LEXICON_DIR "/" #name ".tsv\"\n"                                       \
        "sitrep_lexicon_" #name "_end:\n"                                                          \
        ".byte 0\n"                                                                                \
        ".text\n");                                                                                \
    extern "C" {                                                                                   \
    extern const char sitrep_lexicon_##name##_begin[];                                             \
    extern const char sitrep_lexicon_##name##_end[];                                               \
    }                                                                                              \
    const Lexicon& Lexicon::name() {                                                               \
        static const Lexicon lexicon =                                                             \
            built_in(#name ".tsv", Lexicon::Plain::plain,                                          \
                     {sitrep_lexicon_##name##_begin,                                               \
                      static_cast<std::size_t>(sitrep_lexicon_##name##_end -                       \
                                               sitrep_lexicon_##name##_begin)});                   \
        return lexicon;                                                                            \
    }

namespace sitrep {
namespace {

// Its problems were found when the program was built.
Lexicon built_in(const char* name, Lexicon::Plain plain, std::string_view text) {
    std::vector<std::string> problems;
    return Lexicon(name, text, plain, problems);
}

} // namespace

SITREP_EMBED(events, english)
SITREP_EMBED(weapons, names)
SITREP_EMBED(conflicts, names)
SITREP_EMBED(casualties, english)
SITREP_EMBED(agencies, names)

const Lexicon* Lexicon::of(FieldId field) {
    switch (field) {
    case FieldId::event: return &events();
    case FieldId::weapon: return &weapons();
    case FieldId::agency: return &agencies();
    case FieldId::conflict: return &conflicts();
    default: return nullptr;
    }
}

} // namespace sitrep
