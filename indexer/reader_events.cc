// Event data with --preset: tables whose columns are known, an event a row.
#include "indexer/preset.h"
#include "indexer/reader_csv_rows.h"
#include "indexer/reader_format.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

constexpr std::size_t part_count = static_cast<std::size_t>(EventPart::count);

// A mark that no text has: in a table without quoting a quote is a quote.
constexpr char no_quotes = '\x1F';

// Commas, unless the first line has more of another mark.
char delimiter_of(std::string_view head) {
    const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
    char best = ',';
    for (const char mark : {';', '\t', '|'})
        if (std::count(line.begin(), line.end(), mark) > std::count(line.begin(), line.end(), best))
            best = mark;
    return best;
}

class EventReader : public FormatReader {
  public:
    explicit EventReader(const FormatInput& input)
        : input_(input), preset_(*input.plan.preset),
          rows_(input.stream, delimiter(input), input.plan.max_record_bytes,
                preset_.header.empty() ? '"' : no_quotes) {}

    bool next(Record& record) override {
        CsvRow row;
        if (ended_ || !rows_.next(row)) return false;
        if (names_.empty()) {
            Problem problem = row.problem.empty() ? read_header(row) : row.problem;
            if (!problem.empty()) {
                ended_ = true;
                record = make_reject({input_.file, row.line}, std::move(problem), row.raw);
                return true;
            }
            if (is_header_ && !rows_.next(row)) return false;
        }
        Article article;
        article.origin = {input_.file, row.line};
        Problem problem = row.problem.empty() ? read_row(row, article) : row.problem;
        record = make_record(std::move(article), std::move(problem), input_.plan, row.raw);
        return true;
    }

  private:
    static char delimiter(const FormatInput& input) {
        constexpr std::size_t longest_header = 64 * 1024;
        const char fixed = input.plan.preset->delimiter;
        return fixed != 0 ? fixed : delimiter_of(input.stream.peek(longest_header));
    }

    // A table that is published without a header may have been given one.
    Problem read_header(const CsvRow& row) {
        const std::string wanted = lower_ascii(preset_.column(EventPart::id));
        is_header_ = preset_.header.empty() ||
                     (!row.fields.empty() && lower_ascii(trim(row.fields[0])) == wanted);
        if (is_header_)
            names_ = row.fields;
        else
            names_.assign(preset_.header.begin(), preset_.header.end());
        if (!is_header_ && row.fields.size() != names_.size())
            return fmt::format("this is no {} table: the row has {} fields, not {}", preset_.name,
                               row.fields.size(), names_.size());
        for (std::size_t i = 0; i < names_.size(); ++i)
            for (std::size_t part = 0; part < part_count; ++part)
                if (const auto column = preset_.column(static_cast<EventPart>(part));
                    !column.empty() && lower_ascii(trim(names_[i])) == lower_ascii(column))
                    columns_[part] = i;
        return missing_columns();
    }

    Problem missing_columns() const {
        std::string missing;
        for (const EventPart part : preset_.required)
            if (!columns_[static_cast<std::size_t>(part)])
                missing += (missing.empty() ? "" : ", ") + std::string(preset_.column(part));
        if (missing.empty()) return {};
        return fmt::format("this is no {} table: it has no column {}", preset_.name, missing);
    }

    Problem read_row(const CsvRow& row, Article& article) const {
        if (row.fields.size() != names_.size())
            return fmt::format("the row has {} fields, the header {}", row.fields.size(),
                               names_.size());
        for (std::size_t i = 0; i < row.fields.size(); ++i)
            if (const auto bad = find_bad_byte(row.fields[i]))
                return fmt::format("column {}: {}", names_[i],
                                   bad_byte_problem(row.fields[i], *bad));
        const EventRow event(row.fields, columns_);
        if (event[EventPart::id].empty())
            return fmt::format("{} is empty", preset_.column(EventPart::id));
        keep_columns(row, article);
        article.is_event = true;
        return preset_.read(event, article);
    }

    // All columns but those that the article shows as they are.
    void keep_columns(const CsvRow& row, Article& article) const {
        nlohmann::json extra = nlohmann::json::object();
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const bool shown =
                std::any_of(std::begin(shown_parts), std::end(shown_parts), [&](EventPart part) {
                    return columns_[static_cast<std::size_t>(part)] == i;
                });
            if (!shown && !trim(row.fields[i]).empty()) extra[names_[i]] = row.fields[i];
        }
        if (!extra.empty()) article.extra = extra.dump();
    }

    static constexpr EventPart shown_parts[] = {EventPart::url, EventPart::text};

    FormatInput input_;
    const Preset& preset_;
    CsvRows rows_;
    std::vector<std::string> names_;
    std::array<std::optional<std::size_t>, part_count> columns_{};
    bool is_header_ = false;
    bool ended_ = false; // it is no such table
};

} // namespace

std::unique_ptr<FormatReader> make_event_reader(const FormatInput& input) {
    return std::make_unique<EventReader>(input);
}

} // namespace sitrep
