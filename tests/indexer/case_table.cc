#include "case_table.h"

#include "schema/date.h"

#include <algorithm>
#include <fstream>
#include <string_view>

namespace sitrep {
namespace {

constexpr std::string_view todo_mark = "todo\t";

// Pieces between separators that stand outside of quotes, empty ones too.
std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> pieces(1);
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (c == separator && !quoted)
            pieces.emplace_back();
        else
            pieces.back() += c;
    }
    return pieces;
}

std::string unquoted(std::string text) {
    std::erase(text, '"');
    return text;
}

std::string with_line_breaks(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool line_break = text.substr(i, 2) == "\\n";
        result += line_break ? '\n' : text[i];
        if (line_break) ++i;
    }
    return result;
}

// [-]field:[=]value[|value...][@span]; false where it is something else.
bool read_expectation(std::string_view written, Expectation& expectation) {
    expectation.written = written;
    expectation.negative = written.starts_with('-');
    if (expectation.negative) written.remove_prefix(1);
    const std::size_t colon = written.find(':');
    if (colon == std::string_view::npos) return false;
    expectation.field = written.substr(0, colon);
    written.remove_prefix(colon + 1);
    expectation.exact = written.starts_with('=');
    if (expectation.exact) written.remove_prefix(1);
    const std::vector<std::string> value_and_span = split(written, '@');
    if (value_and_span.size() > 2) return false;
    if (value_and_span.size() == 2) expectation.span = unquoted(value_and_span[1]);
    expectation.values = split(unquoted(value_and_span[0]), '|');
    return std::find(expectation.values.begin(), expectation.values.end(), "") ==
           expectation.values.end();
}

void read_text(std::string_view column, Case& row) {
    if (const std::size_t bar = column.find(" || "); bar != std::string_view::npos) {
        row.title = column.substr(0, bar);
        column.remove_prefix(bar + 4);
    }
    row.text = with_line_breaks(column);
}

std::string read_columns(std::string_view line, Case& row) {
    std::vector<std::string_view> columns;
    for (std::size_t tab = 0; tab != std::string_view::npos; line.remove_prefix(tab + 1)) {
        tab = line.find('\t');
        columns.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos) break;
    }
    if (columns.size() != 3) return "has not three columns";
    read_text(columns[0], row);
    const std::vector<std::string> when = split(columns[1], ' ');
    if (when.size() > 2) return "second column is not a date and a language";
    if (when[0] != "-") row.date = when[0];
    if (!row.date.empty() && !parse_date(row.date)) return "not a date: " + row.date;
    if (when.size() == 2) row.lang = when[1];
    for (const std::string& written : split(columns[2], ' ')) {
        Expectation expectation;
        if (written.empty()) continue;
        if (!read_expectation(written, expectation)) return "not an expectation: " + written;
        row.expectations.push_back(std::move(expectation));
    }
    return row.expectations.empty() ? "expects nothing" : "";
}

} // namespace

CaseFile read_cases(const std::filesystem::path& path) {
    CaseFile file{path, {}, {}};
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        file.lines.push_back(line);
        if (line.empty() || line.starts_with('#')) continue;
        Case row;
        row.line = file.lines.size();
        row.todo = line.starts_with(todo_mark);
        row.malformed =
            read_columns(std::string_view(line).substr(row.todo ? todo_mark.size() : 0), row);
        file.cases.push_back(std::move(row));
    }
    return file;
}

void write_marks(const CaseFile& file) {
    std::vector<std::string> lines = file.lines;
    for (const Case& row : file.cases) {
        std::string& line = lines[row.line - 1];
        if (line.starts_with(todo_mark)) line.erase(0, todo_mark.size());
        if (row.todo) line.insert(0, todo_mark);
    }
    if (lines == file.lines) return;
    std::ofstream out(file.path);
    for (const std::string& line : lines) out << line << '\n';
}

} // namespace sitrep
