// Feeds, an article an entry.
#include "indexer/feed_document.h"
#include "indexer/feed_json.h"
#include "indexer/feed_xml.h"
#include "indexer/reader_format.h"

namespace sitrep {
namespace {

Record read_entry(const feed::Entry& entry, const feed::Feed& feed, Origin origin,
                  const ReadPlan& plan) {
    Article article;
    article.origin = std::move(origin);
    feed::to_article(entry, feed, article);
    Problem problem;
    if (article.text.empty() && article.title.empty())
        problem = "the entry has neither text nor title";
    return make_record(std::move(article), std::move(problem), plan, entry.link);
}

class XmlFeedReader : public FormatReader {
  public:
    explicit XmlFeedReader(const FormatInput& input) : input_(input) {}

    bool next(Record& record) override {
        while (feed_.entries().empty() && !ended_) read();
        if (!feed_.entries().empty()) {
            const feed::PlacedEntry placed = std::move(feed_.entries().front());
            feed_.entries().pop_front();
            any_ = true;
            record =
                read_entry(placed.entry, feed_.head(), {input_.file, placed.line}, input_.plan);
            return true;
        }
        if (closed_) return false;
        closed_ = true;
        Problem problem = problem_of_stream_or_feed();
        if (problem.empty()) return false;
        record = make_reject({input_.file, feed_.line()}, std::move(problem));
        return true;
    }

  private:
    void read() {
        if (content_.empty()) problem_ = open();
        const std::string_view rest = std::string_view(content_).substr(at_, piece_bytes);
        if (!problem_.empty() || rest.empty()) {
            feed_.finish();
            ended_ = true;
            return;
        }
        at_ += rest.size();
        ended_ = !feed_.feed(rest);
    }

    // What a cut file holds is still read.
    Problem open() {
        Problem problem = read_whole(input_, content_);
        if (input_.stream.failure() == StreamFailure::none && !problem.empty()) return problem;
        content_ = feed::xml_text(content_, {});
        return {};
    }

    Problem problem_of_stream_or_feed() const {
        if (input_.stream.failure() != StreamFailure::none) return input_.stream.message();
        if (!problem_.empty()) return problem_;
        if (!feed_.problem().empty()) return feed_.problem();
        return any_ ? "" : "the feed has no entries";
    }

    static constexpr std::size_t piece_bytes = 256 * 1024; // so that few entries wait

    FormatInput input_;
    std::string content_;
    std::size_t at_ = 0; // what the parser has seen of it
    Problem problem_;
    feed::XmlFeed feed_;
    bool ended_ = false;  // no more bytes
    bool closed_ = false; // what was wrong has been said
    bool any_ = false;
};

class JsonFeedReader : public FormatReader {
  public:
    explicit JsonFeedReader(const FormatInput& input) : input_(input) {}

    bool next(Record& record) override {
        if (!opened_ && !open(record)) return true;
        if (at_ == entries_.size()) return false;
        record = read_entry(entries_[at_++], feed_, {input_.file, 0}, input_.plan);
        return true;
    }

  private:
    // False: the feed is rejected.
    bool open(Record& record) {
        opened_ = true;
        std::string content;
        Problem problem = read_whole(input_, content);
        if (problem.empty()) problem = feed::read_json_feed(content, feed_, entries_);
        if (problem.empty() && entries_.empty()) problem = "the feed has no entries";
        if (problem.empty()) return true;
        entries_.clear();
        record = make_reject({input_.file, 0}, std::move(problem), content);
        return false;
    }

    FormatInput input_;
    bool opened_ = false;
    feed::Feed feed_;
    std::vector<feed::Entry> entries_;
    std::size_t at_ = 0;
};

constexpr std::size_t sniffed_bytes = 64 * 1024;

} // namespace

std::unique_ptr<FormatReader> make_feed_reader(const FormatInput& input) {
    if (trim(input.stream.peek(sniffed_bytes)).starts_with('{'))
        return std::make_unique<JsonFeedReader>(input);
    return std::make_unique<XmlFeedReader>(input);
}

bool looks_like_feed(std::string_view head) {
    if (feed::looks_like_json_feed(head)) return true;
    const std::string_view start = trim(head.substr(0, 4096));
    if (!start.starts_with('<')) return false;
    for (const std::string_view root :
         {"<rss", "<RSS", "<feed", "<rdf:RDF", "<atom:feed", "<channel>"})
        if (start.find(root) != start.npos) return true;
    return false;
}

} // namespace sitrep
