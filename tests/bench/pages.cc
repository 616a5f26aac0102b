// Pages a second on one core: read into articles, beside parsed into a tree alone with the same
// library. Give files or folders of web pages.
#include "measure.h"

#include "indexer/html_charset.h"
#include "indexer/html_page.h"
#include "indexer/input_stream.h"
#include "schema/error.h"

#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <libxml/HTMLparser.h>

namespace fs = std::filesystem;
using namespace sitrep;
using namespace sitrep::bench;

namespace {

std::string content_of(const fs::path& path) {
    InputStream stream(path.string());
    std::string content;
    for (std::string_view some = stream.peek(); !some.empty(); some = stream.peek()) {
        content.append(some);
        stream.skip(some.size());
    }
    return content;
}

std::vector<std::string> load(int count, char** paths) {
    std::vector<std::string> pages;
    for (int i = 0; i < count; ++i) {
        if (!fs::is_directory(paths[i])) {
            pages.push_back(content_of(paths[i]));
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(paths[i]))
            if (entry.is_regular_file()) pages.push_back(content_of(entry.path()));
    }
    std::erase_if(pages, [](const std::string& page) { return !html::looks_like_page(page); });
    return pages;
}

void parse_only(const std::string& page) {
    const std::string text = html::to_utf8(page, {});
    htmlDocPtr doc = htmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                        HTML_PARSE_NOWARNING);
    xmlFreeDoc(doc);
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> pages = load(argc - 1, argv + 1);
        if (pages.empty()) {
            fmt::print(stderr, "usage: sitrep-bench-pages FILE_OR_FOLDER...\n");
            return 2;
        }
        std::vector<double> parse;
        std::vector<double> read;
        constexpr int rounds = 5;
        for (int round = 0; round < rounds; ++round) {
            parse.push_back(thread_seconds_of([&] {
                for (const std::string& page : pages) parse_only(page);
            }));
            read.push_back(thread_seconds_of([&] {
                for (const std::string& page : pages) {
                    Article article;
                    html::read_page(page, {}, article);
                }
            }));
        }
        const double n = static_cast<double>(pages.size());
        fmt::print("{} pages; a second on one core: parsed {:.0f}, read {:.0f}; reading costs "
                   "{:.2f} of the parse\n",
                   pages.size(), n / median(parse), n / median(read), median(read) / median(parse));
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.message);
        return error.exit_code();
    }
}
