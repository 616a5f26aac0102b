// For programs that look after the server.

#include "server/handlers.h"

#include "schema/date.h"
#include "server/intake.h"
#include "server/metrics.h"
#include "server/params.h"
#include "server/problem.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

HttpResponse state_of_index(Site& site) {
    const auto searcher = site.searchers.borrow();
    const nlohmann::ordered_json state{
        {"status", "ok"}, {"revision", searcher->revision()}, {"documents", searcher->documents()}};
    return {200, std::string(type_json), state.dump()};
}

double bytes_of(const std::filesystem::path& directory) {
    std::error_code gone; // shards come and go meanwhile
    std::uintmax_t sum = 0;
    for (auto entry = std::filesystem::recursive_directory_iterator(directory, gone);
         !gone && entry != std::filesystem::recursive_directory_iterator(); entry.increment(gone)) {
        std::error_code none;
        if (entry->is_regular_file(none))
            if (const auto size = entry->file_size(none); !none) sum += size;
    }
    return static_cast<double>(sum);
}

} // namespace

HttpResponse health(Site& site, const HttpRequest& http) {
    const Parameters none(http.query, {});
    return state_of_index(site);
}

HttpResponse ready(Site& site, const HttpRequest& http) {
    const Parameters none(http.query, {});
    if (site.stopping)
        throw ProblemError(plain_problem(503, "the server is stopping", "ask another one"));
    return state_of_index(site);
}

HttpResponse metrics(Site& site, const HttpRequest& http) {
    const Parameters none(http.query, {});
    std::string text = site.metrics.text();
    const auto searcher = site.searchers.borrow();
    constexpr double microseconds = 1e6;
    const std::int64_t committed = searcher->committed();
    text += gauge("sitrep_index_documents", "Articles in the index.",
                  static_cast<double>(searcher->documents()));
    text += gauge("sitrep_index_revision", "Revision of the index.",
                  static_cast<double>(searcher->revision()));
    text += gauge("sitrep_index_bytes", "Bytes of the index on disk.", bytes_of(site.index));
    if (committed > 0)
        text += gauge("sitrep_index_age_seconds", "Time since the newest commit.",
                      std::max(0.0, static_cast<double>(now_seconds()) -
                                        static_cast<double>(committed) / microseconds));
    text += gauge("sitrep_intake_waiting", "Batches of articles that wait to be indexed.",
                  static_cast<double>(site.intake.waiting()));
    return {200, "text/plain; version=0.0.4; charset=utf-8", std::move(text)};
}

} // namespace sitrep
