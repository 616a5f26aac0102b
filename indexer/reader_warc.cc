// Web archives (WARC, ARC): each web page that was answered with success is an article.
#include "indexer/html_page.h"
#include "indexer/http_response.h"
#include "indexer/reader_format.h"
#include "indexer/warc_records.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::size_t looked_at = 64 * 1024; // of a block, to know what it is

// What a block of an archive holds, as far as its beginning tells.
struct Page {
    http::ResponseHead head;
    bool is_html = false;
};

Page look_at(const warc::RecordHead& record, std::string_view beginning) {
    Page page;
    if (record.type == "response") {
        page.head = http::read_head(beginning);
        if (page.head.status < 200 || page.head.status > 299) return page;
    } else if (record.type == "resource") {
        page.head.content_type = record.content_type;
    } else {
        return page;
    }
    const std::string& type = page.head.content_type;
    page.is_html = type.empty() ? html::looks_like_page(beginning.substr(page.head.size))
                                : type.find("html") != std::string::npos;
    return page;
}

class WarcReader : public FormatReader {
  public:
    explicit WarcReader(const FormatInput& input) : input_(input), records_(input.stream) {}

    bool next(Record& record) override {
        warc::RecordHead head;
        for (;;) {
            switch (records_.next(head)) {
            case warc::Records::Result::end: return false;
            case warc::Records::Result::broken:
                record = make_reject(origin(), records_.problem());
                return true;
            case warc::Records::Result::record: break;
            }
            const Page page = look_at(head, records_.peek(looked_at));
            if (!page.is_html) continue;
            record = read_page(head, page);
            return true;
        }
    }

  private:
    Origin origin() const { return {input_.file, records_.number()}; }

    Record read_page(const warc::RecordHead& head, const Page& page) {
        const std::size_t max_bytes = input_.plan.max_record_bytes;
        if (head.size > max_bytes)
            return make_reject(origin(),
                               fmt::format("{} is longer than {} bytes", head.url, max_bytes),
                               records_.peek(reject_record_bytes));
        if (!records_.read(block_)) return make_reject(origin(), records_.problem(), block_);
        Article article;
        article.origin = origin();
        std::string body;
        Problem problem = http::decode_body(
            page.head, std::string_view(block_).substr(page.head.size), max_bytes, body);
        if (problem.empty())
            problem = html::read_page(body, {head.url, page.head.content_type}, article);
        if (!problem.empty()) problem = fmt::format("{}: {}", head.url, problem);
        return make_record(std::move(article), std::move(problem), input_.plan, block_);
    }

    FormatInput input_;
    warc::Records records_;
    std::string block_;
};

} // namespace

std::unique_ptr<FormatReader> make_warc_reader(const FormatInput& input) {
    return std::make_unique<WarcReader>(input);
}

bool looks_like_warc(std::string_view head) {
    return warc::looks_like_archive(head);
}

} // namespace sitrep
