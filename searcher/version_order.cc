#include "searcher/version_order.h"

#include "schema/document.h"
#include "searcher/version_match.h"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace sitrep {
namespace {

struct Keyed {
    FoundVersion found;
    std::uint64_t sources;  // of its story, where they are asked for; the most first
    double key;             // then the greatest
    std::int64_t committed; // then the first
    std::string hash;       // then the least
    std::string id;         // read only where all else is equal
};

class Ordering {
  public:
    Ordering(const VersionView& view, Sort sort) : view_(view), sort_(sort) {}

    std::vector<Keyed> ordered(const std::vector<FoundVersion>& all) {
        std::vector<Keyed> list;
        for (const FoundVersion& one : all)
            if (one.counts_for == passes_all)
                list.push_back({one,
                                0,
                                one.match.score,
                                view_.shards()[one.match.shard].committed[one.match.docid - 1],
                                {},
                                {}});
        read_keys(list);
        const auto order = [](const Keyed& a, const Keyed& b) {
            return std::tie(b.sources, b.key, a.committed, a.hash, a.id) <
                   std::tie(a.sources, a.key, b.committed, b.hash, b.id);
        };
        std::sort(list.begin(), list.end(), order);
        const auto same = [&](const Keyed& a, const Keyed& b) {
            return std::tie(a.sources, a.key, a.committed, a.hash) ==
                   std::tie(b.sources, b.key, b.committed, b.hash);
        };
        for (std::size_t begin = 0, end = 0; begin < list.size(); begin = end) {
            while (end < list.size() && same(list[begin], list[end])) ++end;
            if (end - begin < 2) continue;
            for (std::size_t i = begin; i < end; ++i) list[i].id = id_of(list[i].found.match);
            std::sort(list.begin() + static_cast<std::ptrdiff_t>(begin),
                      list.begin() + static_cast<std::ptrdiff_t>(end), order);
        }
        return list;
    }

  private:
    // Of matches by shard and docid.
    void read_keys(std::vector<Keyed>& list) {
        std::size_t i = 0;
        for (std::size_t s = 0; s < view_.shards().size(); ++s) {
            const Xapian::Database& database = view_.shards()[s].database;
            auto hash = database.valuestream_begin(slots::content_hash);
            auto published = database.valuestream_begin(slots::published_seconds);
            const auto at = [](Xapian::ValueIterator& value, Xapian::docid docid) {
                if (value == Xapian::ValueIterator()) return std::string();
                value.skip_to(docid);
                return value != Xapian::ValueIterator() && value.get_docid() == docid
                           ? *value
                           : std::string();
            };
            for (; i < list.size() && list[i].found.match.shard == s; ++i) {
                Keyed& one = list[i];
                VersionMatch& match = one.found.match;
                one.hash = at(hash, match.docid);
                if (sort_ == Sort::relevance) continue;
                match.score = 0;
                const std::string seconds = at(published, match.docid);
                one.key = seconds.empty()         ? -std::numeric_limits<double>::infinity()
                          : sort_ == Sort::oldest ? -Xapian::sortable_unserialise(seconds)
                                                  : Xapian::sortable_unserialise(seconds);
                if (sort_ == Sort::sources) one.sources = sources_of_story(match);
            }
        }
    }

    std::uint64_t sources_of_story(const VersionMatch& match) {
        const Xapian::Document document =
            view_.shards()[match.shard].database.get_document(match.docid);
        const auto [known, is_new] = sources_.try_emplace(
            view_.groups(FieldId::story).canonical(document.get_value(field(FieldId::story).slot)));
        if (is_new) known->second = version_group(view_, document, FieldId::story).second.sources;
        return known->second;
    }

    std::string id_of(const VersionMatch& match) const {
        const std::string_view prefix = field(FieldId::id).prefix;
        const Xapian::Document document =
            view_.shards()[match.shard].database.get_document(match.docid);
        auto term = document.termlist_begin();
        term.skip_to(std::string(prefix));
        return term != document.termlist_end() ? *term : std::string();
    }

    const VersionView& view_;
    Sort sort_;
    std::unordered_map<std::string, std::uint64_t> sources_; // of stories
};

} // namespace

std::vector<FoundVersion> in_order(const VersionView& view, Sort sort,
                                   const std::vector<FoundVersion>& found) {
    std::vector<FoundVersion> ordered;
    for (Keyed& one : Ordering(view, sort).ordered(found)) ordered.push_back(one.found);
    return ordered;
}

} // namespace sitrep
