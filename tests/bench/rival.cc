#include "rival.h"

#include "fts5.h"
#include "plain_xapian.h"

namespace sitrep::bench {

const std::vector<Rival>& rivals() {
    static const std::vector<Rival> all{plain_xapian, fts5};
    return all;
}

} // namespace sitrep::bench
