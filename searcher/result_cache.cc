#include "searcher/result_cache.h"

#include <functional>
#include <utility>

#include <fmt/format.h>

namespace sitrep {
namespace {

// Writes values so that no two lists of values look alike.
class Key {
  public:
    template <typename Number>
    void number(Number value) {
        text += fmt::format("{},", value);
    }
    void string(std::string_view value) {
        number(value.size());
        text += value;
    }
    void strings(const std::vector<std::string>& values) {
        number(values.size());
        for (const std::string& value : values) string(value);
    }
    void optional(const std::optional<std::string>& value) {
        number(value.has_value());
        if (value) string(*value);
    }
    template <typename Enum>
    void choice(Enum value) {
        number(static_cast<unsigned>(value));
    }

    std::string text;
};

// A small thing with its strings, rounded up.
constexpr std::size_t small_thing = 200;

std::size_t bytes_of(const Node& node) {
    std::size_t bytes = sizeof(Node) + node.text.size() + small_thing * node.words.size();
    for (const std::string& value : node.values) bytes += sizeof value + value.size();
    for (const Node& child : node.children) bytes += bytes_of(child);
    return bytes;
}

// A short query may be a large tree: a region stands for all that it is found by.
std::size_t bytes_of(const ParsedQuery& query) {
    std::size_t bytes = query.text.size() + query.parsed.size() + bytes_of(query.root);
    for (const QueryExpansion& expansion : query.expansions) {
        bytes += small_thing + expansion.text.size();
        for (const std::string& id : expansion.ids) bytes += sizeof id + id.size();
    }
    for (const QueryWarning& warning : query.warnings)
        bytes += small_thing + warning.message.size() + warning.hint.size();
    return bytes;
}

std::size_t bytes_of(const SearchResult& result) {
    std::size_t bytes = sizeof(SearchResult) + bytes_of(result.query);
    const auto add_runs = [&](const std::vector<Run>& runs) {
        for (const Run& run : runs) bytes += sizeof(Run) + run.text.size();
    };
    for (const Hit& hit : result.hits) {
        const Article& article = hit.article;
        bytes += sizeof(Hit) + article.text.size() + 2 * article.title.size() +
                 article.extra.size() + article.url.size();
        for (const Mention& mention : article.mentions)
            bytes += sizeof(Mention) + small_thing * mention.evidence.size();
        bytes += small_thing *
                 (article.happened.size() + article.events.size() + article.weapons.size() +
                  article.conflicts.size() + article.sections.size() + article.authors.size());
        bytes += sizeof(EntityRef) * (hit.regions.size() + hit.actors.size());
        for (const Fragment& fragment : hit.snippet) add_runs(fragment);
        add_runs(hit.highlighted_title);
        for (const std::string& clause : hit.matched) bytes += small_thing + clause.size();
    }
    for (const FacetResult& facet : result.facets) bytes += small_thing * facet.values.size();
    return bytes;
}

} // namespace

std::string ResultCache::key_of(const SearchRequest& request) {
    // A member that is not named here does not compile.
    const auto& [query, selections, from, to, sort, offset, limit, seen, facets, collapse, as_of,
                 all_versions, snippets, explain, limits, saved, on] = request;
    const auto& [bytes, terms, depth, prefix_letters, prefix_expansion, saved_depth, seconds] =
        limits;
    static_cast<void>(saved);
    Key key;
    key.string(query);
    key.number(selections.size());
    for (const Selection& selection : selections) {
        key.choice(selection.field);
        key.strings(selection.any);
        key.strings(selection.exclude);
    }
    key.optional(from);
    key.optional(to);
    key.choice(sort);
    key.number(offset);
    key.number(limit);
    key.number(seen.size());
    for (const std::uint64_t hit : seen) key.number(hit);
    key.number(facets.size());
    for (const FacetRequest& facet : facets) {
        key.choice(facet.field);
        key.number(facet.size);
    }
    key.choice(collapse);
    key.optional(as_of);
    key.number(all_versions);
    key.number(snippets);
    key.number(explain);
    for (const std::size_t most :
         {bytes, terms, depth, prefix_letters, prefix_expansion, saved_depth})
        key.number(most);
    key.number(seconds);
    key.number(on.value_or(today()));
    return std::move(key.text);
}

void ResultCache::keep(std::size_t most_bytes) {
    const std::scoped_lock lock(mutex_);
    most_bytes_ = most_bytes;
    trim();
}

std::size_t ResultCache::bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
}

std::shared_ptr<const SearchResult> ResultCache::find(const std::string& state,
                                                      const SearchRequest& request) {
    const std::string key = state + key_of(request);
    const std::scoped_lock lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->result;
}

// Whether it was asked for before. One that had to go is to be asked for twice again.
bool ResultCache::is_due(const std::string& key) {
    const std::size_t hash = std::hash<std::string>()(key);
    std::size_t& asked = asked_[hash % asked_.size()];
    if (asked == hash) {
        asked = 0;
        return true;
    }
    asked = hash;
    return false;
}

void ResultCache::add(const std::string& state, const SearchRequest& request,
                      const SearchResult& result) {
    if (!result.exact || !result.missing_shards.empty() || !result.query.saved.empty()) return;
    std::string key = state + key_of(request);
    {
        const std::scoped_lock lock(mutex_);
        if (most_bytes_ == 0 || !is_due(key)) return;
    }
    const std::size_t bytes = sizeof(Entry) + key.size() + bytes_of(result);
    auto kept = std::make_shared<const SearchResult>(result); // others need not wait
    const std::scoped_lock lock(mutex_);
    if (bytes > most_bytes_ / 4 || by_key_.contains(key)) return;
    bytes_ += bytes;
    entries_.push_front({std::move(key), std::move(kept), bytes});
    by_key_.emplace(entries_.front().key, entries_.begin());
    trim();
}

void ResultCache::trim() {
    while (bytes_ > most_bytes_) {
        bytes_ -= entries_.back().bytes;
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
}

} // namespace sitrep
