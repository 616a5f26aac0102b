#include "indexer/rejects.h"

#include "schema/error.h"

#include <cstdio>

#include <fmt/format.h>

namespace sitrep {

void Rejects::add(const Reject& reject) {
    if (!file_.is_open()) file_.open(path_, std::ios::app);
    file_ << to_json_line(reject) << '\n';
    file_.flush();
    if (!file_)
        throw Error(ErrorKind::index,
                    fmt::format("cannot write the rejects file {}", path_.string()),
                    "name another with --rejects");
    if (++count_ <= most_shown)
        fmt::print(stderr, "rejected {}{}: {}\n", reject.origin.file,
                   reject.origin.line > 0 ? fmt::format(":{}", reject.origin.line) : "",
                   reject.reason);
}

void Rejects::summarise() const {
    if (count_ > most_shown) fmt::print(stderr, "... and {} more rejected\n", count_ - most_shown);
    if (count_ > 0)
        fmt::print(stderr, "{} rejected, kept with the reasons in {}\n", count_, path_.string());
}

} // namespace sitrep
