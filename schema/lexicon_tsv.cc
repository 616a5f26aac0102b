#include "schema/lexicon_tsv.h"

#include "schema/analysis.h"
#include "schema/lexicon.h"
#include "schema/tsv_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sitrep::lexicon {
namespace {

constexpr std::size_t max_expansions = 400; // of one alias

std::uint8_t meaning_of(char flag) {
    switch (flag) {
    case 'x': return lexicon_needs_context;
    case 'q': return lexicon_query_only;
    case 'v': return lexicon_needs_context | lexicon_needs_arms;
    case 'l': return lexicon_needs_context | lexicon_needs_labour;
    case 'p': return lexicon_needs_context | lexicon_needs_place;
    default: return 0;
    }
}

class RowReader {
  public:
    RowReader(Row& row, std::vector<std::string>& problems) : row_(row), problems_(problems) {}

    bool read(std::string_view line) {
        std::array<std::string_view, 5> columns;
        std::size_t count = 0;
        for_each_part(line, '\t', [&](std::string_view column) {
            if (count < columns.size()) columns[count] = trim(column);
            ++count;
        });
        if (count > columns.size()) problem(fmt::format("{} columns, not 5", count));
        row_.id = columns[0];
        row_.parent = columns[1];
        row_.kind = columns[2];
        row_.aliases = columns[3];
        row_.rule = columns[4];
        if (row_.id.empty() || fold_keyword(row_.id) != row_.id) {
            problem(fmt::format("\"{}\" is no id: write lower-case words", row_.id));
            return false;
        }
        if (row_.id == "-" && row_.aliases.empty()) problem("no aliases");
        if (!row_.aliases.empty())
            for_each_part(row_.aliases, '|', [&](std::string_view alias) { add(trim(alias)); });
        const bool listed = std::any_of(row_.patterns.begin(), row_.patterns.end(),
                                        [&](const Pattern& p) { return p.text == row_.id; });
        if (row_.id != "-" && !listed) row_.patterns.push_back({row_.id, 0, {}});
        return true;
    }

  private:
    void problem(const std::string& reason) { problems_.push_back(row_.where + ": " + reason); }

    void add(std::string_view alias) {
        std::uint8_t flags = 0;
        std::string_view text = alias;
        if (text.ends_with('}') && text.find('{') != std::string_view::npos) {
            const std::size_t brace = text.find('{');
            for (const char flag : text.substr(brace + 1, text.size() - brace - 2)) {
                const std::uint8_t meaning = meaning_of(flag);
                if (meaning == 0)
                    problem(fmt::format("\"{}\" has an unknown flag '{}'", alias, flag));
                flags |= meaning;
            }
            text = trim(text.substr(0, brace));
        }
        const std::size_t colon = text.find(':');
        lang_ = colon == 2 ? text.substr(0, 2) : std::string_view();
        if (colon == 2) text = trim(text.substr(3));
        if (text.empty() || text.find_first_of("{}:") != std::string_view::npos) {
            problem(fmt::format("\"{}\" is no alias", alias));
            return;
        }
        full_ = false;
        count_ = 0;
        if (!expand(std::string(), text, flags))
            problem(fmt::format("\"{}\" has a list that is not closed", alias));
        if (full_) problem(fmt::format("\"{}\" stands for too many phrases", alias));
    }

    // Writes out the alternatives of `rest` after `done`; false if a list is not closed.
    bool expand(const std::string& done, std::string_view rest, std::uint8_t flags) {
        const std::size_t open = rest.find('(');
        if (open == std::string_view::npos) {
            if (rest.find(')') != std::string_view::npos) return false;
            if (count_++ > max_expansions) full_ = true;
            if (!full_)
                row_.patterns.push_back({done + std::string(rest), flags, std::string(lang_)});
            return true;
        }
        const std::size_t close = rest.find(')', open);
        if (close == std::string_view::npos) return false;
        bool closed = true;
        for_each_part(rest.substr(open + 1, close - open - 1), ',', [&](std::string_view part) {
            closed = closed && expand(done + std::string(rest.substr(0, open)) + std::string(part),
                                      rest.substr(close + 1), flags);
        });
        return closed;
    }

    Row& row_;
    std::vector<std::string>& problems_;
    std::string_view lang_;
    std::size_t count_ = 0;
    bool full_ = false;
};

} // namespace

void parse_tsv(const std::string& name, std::string_view text, std::vector<Row>& rows,
               std::vector<std::string>& problems) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (trim(line).empty() || line.front() == '#') continue;
        Row row;
        row.where = fmt::format("{}:{}", name, number);
        if (!is_valid_utf8(line) || line.find('\0') != std::string_view::npos)
            problems.push_back(row.where + ": not UTF-8 text");
        else if (RowReader(row, problems).read(line))
            rows.push_back(std::move(row));
    }
}

} // namespace sitrep::lexicon
