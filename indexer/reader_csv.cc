// CSV and TSV with a header row. Quoting is RFC 4180, read leniently as libcsv does.
#include "indexer/reader_csv_rows.h"
#include "indexer/reader_format.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

constexpr std::size_t sniffed_bytes = 64 * 1024;

std::string lower(std::string_view text) {
    std::string result(trim(text));
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

// What each column is: a member, or by its name part of `extra`.
struct Columns {
    std::vector<std::string> names;
    std::vector<std::optional<Member>> members;

    bool has(Member member) const {
        return std::find(members.begin(), members.end(), member) != members.end();
    }

    // A column by its name, else by its number.
    std::optional<std::size_t> find(const std::string& column) const {
        const auto named = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
            return lower(name) == lower(column);
        });
        if (named != names.end()) return static_cast<std::size_t>(named - names.begin());
        std::size_t number = 0;
        const char* end = column.data() + column.size();
        if (std::from_chars(column.data(), end, number).ptr != end || number < 1 ||
            number > names.size())
            return {};
        return number - 1;
    }
};

Problem read_header(CsvRow row, const ReadPlan& plan, Columns& columns) {
    if (const auto bad = find_bad_byte(row.raw)) return bad_byte_problem(row.raw, *bad);
    columns.names = std::move(row.fields);
    columns.members.resize(columns.names.size());
    for (const auto& [member, name] : plan.map) {
        const auto column = columns.find(name);
        if (!column)
            return fmt::format("--map {}={}: no column is called so; the columns are {}",
                               name_of(member), name, fmt::join(columns.names, ", "));
        columns.members[*column] = member;
    }
    // A column with the very name goes before one with a synonym.
    for (const auto guess : {find_member, guess_member})
        for (std::size_t i = 0; i < columns.names.size(); ++i) {
            const auto member = guess(trim(columns.names[i]));
            if (member && !columns.members[i] && !columns.has(*member)) columns.members[i] = member;
        }
    if (!columns.has(Member::text) && !columns.has(Member::title))
        return fmt::format("no column is a text or title; the columns are {}; say which with "
                           "--map text=COLUMN",
                           fmt::join(columns.names, ", "));
    return {};
}

bool is_list(Member member) {
    return member == Member::author || member == Member::section || member == Member::regions ||
           member == Member::actors;
}

// Lists are written with semicolons or bars in one field.
Problem assign_field(Article& article, Member member, std::string_view value) {
    if (!is_list(member)) return assign(article, member, value);
    while (!value.empty()) {
        const auto end = std::min(value.find_first_of(";|"), value.size());
        assign(article, member, value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return {};
}

Problem read_row(const CsvRow& row, const Columns& columns, Article& article) {
    if (row.fields.size() != columns.names.size())
        return fmt::format("the row has {} fields, the header {}", row.fields.size(),
                           columns.names.size());
    nlohmann::json extra = nlohmann::json::object();
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        const std::string& value = row.fields[i];
        if (const auto bad = find_bad_byte(value))
            return fmt::format("column {}: {}", columns.names[i], bad_byte_problem(value, *bad));
        if (!columns.members[i]) {
            const std::string& name = columns.names[i];
            if (!value.empty())
                extra[name.empty() ? fmt::format("column {}", i + 1) : name] = value;
        } else if (Problem problem = assign_field(article, *columns.members[i], value);
                   !problem.empty()) {
            return problem;
        }
    }
    if (!extra.empty()) article.extra = extra.dump();
    return {};
}

class CsvReader : public FormatReader {
  public:
    CsvReader(const FormatInput& input, char delimiter)
        : input_(input), rows_(input.stream, delimiter, input.plan.max_record_bytes) {}

    bool next(Record& record) override {
        CsvRow row;
        if (ended_ || !rows_.next(row)) return false;
        if (columns_.names.empty()) {
            Origin origin{input_.file, row.line};
            std::string raw = row.raw;
            Problem problem = row.problem;
            if (problem.empty()) problem = read_header(std::move(row), input_.plan, columns_);
            if (!problem.empty()) {
                ended_ = true;
                record = make_reject(std::move(origin), std::move(problem), raw);
                return true;
            }
            if (!rows_.next(row)) return false;
        }
        Article article;
        article.origin = {input_.file, row.line};
        Problem problem = row.problem;
        if (problem.empty()) problem = read_row(row, columns_, article);
        record = make_record(std::move(article), std::move(problem), input_.plan, row.raw);
        return true;
    }

  private:
    FormatInput input_;
    CsvRows rows_;
    Columns columns_;
    bool ended_ = false; // the header makes no sense
};

std::string_view first_line(std::string_view head) {
    head = head.substr(std::min(head.find_first_not_of("\r\n"), head.size()));
    return head.substr(0, head.find_first_of("\r\n"));
}

std::vector<std::string_view> split(std::string_view line, char delimiter) {
    std::vector<std::string_view> fields;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        if (i < line.size() && line[i] == '"') quoted = !quoted;
        if (i < line.size() && (quoted || line[i] != delimiter)) continue;
        std::string_view field = trim(line.substr(begin, i - begin));
        if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
            field = field.substr(1, field.size() - 2);
        fields.push_back(field);
        begin = i + 1;
    }
    return fields;
}

// Commas, unless the header has more of another mark.
char delimiter_of(std::string_view head) {
    char best = ',';
    std::size_t most = 0;
    for (const char mark : {',', ';', '\t', '|'}) {
        const std::size_t count = split(first_line(head), mark).size();
        if (count > most) {
            best = mark;
            most = count;
        }
    }
    return best;
}

// Names of columns only, of which two are members, a text or title among them.
bool is_header(std::string_view head, char delimiter) {
    constexpr std::size_t longest_name = 60;
    std::size_t known = 0;
    bool text = false;
    for (const std::string_view column : split(first_line(head), delimiter)) {
        if (column.size() > longest_name || column.find_first_of("<>{}") != std::string_view::npos)
            return false;
        const auto member = guess_member(column);
        known += member ? 1 : 0;
        text = text || member == Member::text || member == Member::title;
    }
    return known >= 2 && text;
}

} // namespace

std::unique_ptr<FormatReader> make_csv_reader(const FormatInput& input) {
    return std::make_unique<CsvReader>(input, delimiter_of(input.stream.peek(sniffed_bytes)));
}

std::unique_ptr<FormatReader> make_tsv_reader(const FormatInput& input) {
    return std::make_unique<CsvReader>(input, '\t');
}

bool looks_like_csv(std::string_view head) {
    const char delimiter = delimiter_of(head);
    return delimiter != '\t' && is_header(head, delimiter);
}

bool looks_like_tsv(std::string_view head) {
    return is_header(head, '\t');
}

} // namespace sitrep
