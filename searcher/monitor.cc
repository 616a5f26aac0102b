#include "searcher/monitor.h"

#include <map>

namespace sitrep {

struct Monitor::Impl {
    MonitorOptions options;
    std::map<std::uint64_t, Node> queries;
};

Monitor::Monitor(MonitorOptions options) : impl_(new Impl{std::move(options), {}}) {}
Monitor::~Monitor() = default;
Monitor::Monitor(Monitor&&) noexcept = default;
Monitor& Monitor::operator=(Monitor&&) noexcept = default;

void Monitor::add(std::uint64_t id, const Node& query) {
    impl_->queries.insert_or_assign(id, query);
}

bool Monitor::remove(std::uint64_t id) {
    return impl_->queries.erase(id) > 0;
}

std::size_t Monitor::size() const {
    return impl_->queries.size();
}

std::size_t Monitor::unkeyed() const {
    return impl_->queries.size();
}

std::vector<std::uint64_t> Monitor::match(const ArticleTerms& article) const {
    Verifier verifier(impl_->options.languages, impl_->options.groups);
    std::vector<std::uint64_t> ids;
    for (const auto& [id, query] : impl_->queries)
        if (verifier.matches(query, article)) ids.push_back(id);
    return ids;
}

std::vector<MatchedClause> Monitor::why(const Node& query, const ArticleTerms& article) const {
    return Verifier(impl_->options.languages, impl_->options.groups).why(query, article);
}

} // namespace sitrep
