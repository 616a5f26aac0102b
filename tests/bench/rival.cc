#include "rival.h"

#include "fts5.h"
#ifdef SITREP_GROONGA
#include "groonga.h"
#endif
#include "plain_xapian.h"

namespace sitrep::bench {

const std::vector<Rival>& rivals() {
    static const std::vector<Rival> all{
        plain_xapian,
        fts5,
#ifdef SITREP_GROONGA
        groonga,
#endif
    };
    return all;
}

} // namespace sitrep::bench
