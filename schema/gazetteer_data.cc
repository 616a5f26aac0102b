// The built-in table, as bytes of this program.
#include "schema/gazetteer_table.h"

asm(".section .rodata\n"
    ".balign 64\n"
    "sitrep_gazetteer_begin:\n"
    ".incbin \"" SITREP_GAZETTEER_TABLE "\"\n"
    "sitrep_gazetteer_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char sitrep_gazetteer_begin[];
extern const char sitrep_gazetteer_end[];
}

namespace sitrep::gazetteer {

std::string_view builtin_table() {
    return {sitrep_gazetteer_begin,
            static_cast<std::size_t>(sitrep_gazetteer_end - sitrep_gazetteer_begin)};
}

} // namespace sitrep::gazetteer
