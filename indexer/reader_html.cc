// Web pages, an article a file.
#include "indexer/html_page.h"
#include "indexer/reader_format.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

class HtmlReader : public FormatReader {
  public:
    explicit HtmlReader(const FormatInput& input) : input_(input) {}

    bool next(Record& record) override {
        if (done_) return false;
        done_ = true;
        Article article;
        article.origin = {input_.file, 0};
        std::string page;
        Problem problem = read_whole(input_, page);
        if (problem.empty()) problem = html::read_page(page, {}, article);
        record = make_record(std::move(article), std::move(problem), input_.plan, page);
        return true;
    }

  private:
    FormatInput input_;
    bool done_ = false;
};

} // namespace

Problem read_whole(const FormatInput& input, std::string& content) {
    for (;;) {
        const std::string_view data = input.stream.peek();
        if (data.empty()) break;
        content.append(data);
        input.stream.skip(data.size());
        if (content.size() > input.plan.max_record_bytes)
            return fmt::format("it is longer than {} bytes", input.plan.max_record_bytes);
    }
    if (input.stream.failure() != StreamFailure::none) return input.stream.message();
    return {};
}

std::unique_ptr<FormatReader> make_html_reader(const FormatInput& input) {
    return std::make_unique<HtmlReader>(input);
}

bool looks_like_html(std::string_view head) {
    return html::looks_like_page(head);
}

} // namespace sitrep
