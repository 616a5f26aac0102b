// Plain text, one article a file.
#include "indexer/reader_text.h"

#include "indexer/reader_format.h"
#include "schema/analysis.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sitrep {
namespace {

// What a file is by its first bytes, where people mistake it for text.
struct Magic {
    std::string_view bytes;
    std::string_view what;
};
constexpr std::array<Magic, 9> magics{{
    {"%PDF-", "a PDF document"},
    {"PK\x03\x04", "a ZIP archive or an office document"},
    {"\x89PNG", "a PNG picture"},
    {"\xFF\xD8\xFF", "a JPEG picture"},
    {"GIF8", "a GIF picture"},
    {"BZh", "compressed with bzip2"},
    {"\xFD"
     "7zXZ",
     "compressed with xz"},
    {"\xD0\xCF\x11\xE0", "an office document"},
    {"{\\rtf", "an RTF document"},
}};

constexpr std::size_t sniffed_bytes = 64 * 1024;

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f') || byte == 0x7F;
}

// Why the beginning of a file is no text; empty: it may be.
std::string not_text(std::string_view head) {
    for (const Magic& magic : magics)
        if (head.starts_with(magic.bytes))
            return fmt::format("it is {}, not text; convert it to text first", magic.what);
    const std::string_view part = head.substr(0, sniffed_bytes);
    const auto controls = std::count_if(part.begin(), part.end(), is_control);
    const bool nul = part.find('\0') != std::string_view::npos;
    if (nul || controls * 10 > static_cast<std::ptrdiff_t>(part.size()))
        return "it is binary data, not text";
    return {};
}

class TextReader : public FormatReader {
  public:
    explicit TextReader(const FormatInput& input) : input_(input) {}

    bool next(Record& record) override {
        if (done_) return false;
        done_ = true;
        std::string page;
        Problem problem = read_file(page);
        Article article;
        article.origin = {input_.file, 0};
        if (problem.empty()) {
            unify_line_ends(page);
            read_page(page, article);
            if (article.text.empty() && article.title.empty()) problem = "it has no text";
        }
        record = make_record(std::move(article), std::move(problem), input_.plan, page);
        return true;
    }

  private:
    Problem read_file(std::string& page) {
        for (;;) {
            const std::string_view data = input_.stream.peek(page.empty() ? sniffed_bytes : 1);
            if (data.empty()) break;
            if (page.empty())
                if (Problem problem = not_text(data); !problem.empty()) return problem;
            page.append(data);
            input_.stream.skip(data.size());
            if (page.size() > input_.plan.max_record_bytes)
                return fmt::format("it is longer than {} bytes", input_.plan.max_record_bytes);
        }
        if (input_.stream.failure() != StreamFailure::none) return input_.stream.message();
        if (page.empty()) return "the file is empty";
        if (const auto bad = find_bad_byte(page))
            return bad_byte_problem(page, *bad) + "; convert it, with iconv for example";
        return {};
    }

    static void unify_line_ends(std::string& page) {
        if (page.find('\r') == std::string::npos) return;
        std::size_t to = 0;
        for (std::size_t i = 0; i < page.size(); ++i) {
            if (page[i] == '\r' && i + 1 < page.size() && page[i + 1] == '\n') continue;
            page[to++] = page[i] == '\r' ? '\n' : page[i];
        }
        page.resize(to);
    }

    FormatInput input_;
    bool done_ = false;
};

} // namespace

std::unique_ptr<FormatReader> make_text_reader(const FormatInput& input) {
    return std::make_unique<TextReader>(input);
}

bool looks_like_text(std::string_view head) {
    if (!not_text(head).empty()) return false;
    // The last character may be cut off.
    const auto bad = find_bad_byte(head);
    return !bad || *bad + 4 > head.size();
}

} // namespace sitrep
