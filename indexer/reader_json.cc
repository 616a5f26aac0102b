// JSON: one object a line; or, where the first line is no whole object, an array of objects or
// objects that take several lines.
#include "indexer/reader_format.h"
#include "indexer/reader_json_scan.h"
#include "indexer/reader_lines.h"

#include <array>

#include <fmt/format.h>

namespace sitrep {
namespace {

// Whose name says what it is, where a text is wanted: {"name": "Reuters"}.
std::string_view naming_member(std::string_view object) {
    JsonScanner scanner(object);
    std::string_view key;
    std::string_view value;
    std::string_view id;
    scanner.enter_object();
    while (scanner.next_member(key, value)) {
        if (key == "\"name\"") return value;
        if (key == "\"id\"") id = value;
    }
    return id;
}

// A string, or a number as it is written; null is empty. False: it is something else.
bool text_of(std::string_view raw, std::string& text) {
    if (raw.front() == '{') raw = naming_member(raw);
    if (raw.empty() || raw.front() == '{' || raw.front() == '[' || raw == "true" || raw == "false")
        return false;
    if (raw.front() == '"')
        text = json_string(raw);
    else
        text = raw == "null" ? std::string_view() : raw;
    return true;
}

bool is_list(Member member) {
    return member == Member::author || member == Member::section || member == Member::regions ||
           member == Member::actors;
}

// Unix time may come with a fraction: 1751587200.25.
std::string_view whole_seconds(std::string_view raw, std::string_view text) {
    return raw.front() == '"' ? text : text.substr(0, text.find('.'));
}

Problem assign_value(Article& article, Member member, std::string_view raw) {
    std::string text;
    if (raw.front() != '[' || !is_list(member)) {
        if (!text_of(raw, text))
            return fmt::format("{} is neither a text nor a number", name_of(member));
        const bool date = member == Member::date || member == Member::updated;
        return assign(article, member, date ? whole_seconds(raw, text) : std::string_view(text));
    }
    JsonScanner scanner(raw);
    std::string_view element;
    scanner.enter_array();
    while (scanner.next_element(element)) {
        if (!text_of(element, text))
            return fmt::format("{} has an entry that is neither a text nor a number",
                               name_of(member));
        if (Problem problem = assign(article, member, text); !problem.empty()) return problem;
    }
    return {};
}

// The member of a name, --map first; what search results call by another name is known too.
std::optional<Member> member_of(std::string_view name, const ReadPlan& plan) {
    for (const auto& [member, column] : plan.map)
        if (column == name) return member;
    const auto member = name == "published" ? Member::date : find_member(name);
    if (!member || plan.maps(*member)) return {};
    return member;
}

class RecordBuilder {
  public:
    RecordBuilder(const ReadPlan& plan, Article& article) : plan_(plan), article_(article) {}

    Problem add(std::string_view raw_key, std::string_view raw_value) {
        const std::string_view key = raw_key.substr(1, raw_key.size() - 2);
        const bool escaped = key.find('\\') != std::string_view::npos;
        const std::string decoded = escaped ? json_string(raw_key) : std::string();
        const auto member = member_of(escaped ? decoded : key, plan_);
        if (member) {
            Problem problem = assign_value(article_, *member, raw_value);
            if (problem.empty() || plan_.maps(*member) || key != "published") return problem;
        }
        article_.extra += article_.extra.empty() ? '{' : ',';
        article_.extra.append(raw_key).append(":").append(raw_value);
        return {};
    }

    void finish() {
        if (!article_.extra.empty()) article_.extra += '}';
    }

  private:
    const ReadPlan& plan_;
    Article& article_;
};

Problem read_object(std::string_view raw, const ReadPlan& plan, Article& article) {
    if (const auto bad = find_bad_byte(raw)) return bad_byte_problem(raw, *bad);
    JsonScanner scanner(raw);
    if (!scanner.enter_object()) return "it is no JSON object";
    RecordBuilder builder(plan, article);
    std::string_view key;
    std::string_view value;
    while (scanner.next_member(key, value))
        if (Problem problem = builder.add(key, value); !problem.empty()) return problem;
    if (!scanner.problem().empty()) return "it is no valid JSON: " + scanner.problem();
    if (!scanner.at_end()) return "it is no valid JSON: more follows behind the object";
    builder.finish();
    return {};
}

Record read_record(std::string_view raw, Origin origin, const ReadPlan& plan) {
    Article article;
    article.origin = std::move(origin);
    Problem problem = read_object(raw, plan, article);
    return make_record(std::move(article), std::move(problem), plan, raw);
}

std::string too_long(const ReadPlan& plan) {
    return fmt::format("it is longer than {} bytes", plan.max_record_bytes);
}

class JsonLinesReader : public FormatReader {
  public:
    explicit JsonLinesReader(const FormatInput& input)
        : input_(input), lines_(input.stream, input.plan.max_record_bytes) {}

    bool next(Record& record) override {
        std::string_view line;
        for (;;) {
            const auto result = lines_.next(line);
            Origin origin{input_.file, lines_.number()};
            switch (result) {
            case LineReader::Result::end: return false;
            case LineReader::Result::broken:
                record = make_reject(std::move(origin), input_.stream.message(), line);
                return true;
            case LineReader::Result::too_long:
                record = make_reject(std::move(origin), too_long(input_.plan), line);
                return true;
            case LineReader::Result::line:
                if (trim(line).empty()) continue;
                record = read_record(line, std::move(origin), input_.plan);
                return true;
            }
        }
    }

  private:
    FormatInput input_;
    LineReader lines_;
};

class JsonValuesReader : public FormatReader {
  public:
    explicit JsonValuesReader(const FormatInput& input)
        : input_(input), splitter_(input.stream, input.plan.max_record_bytes) {}

    bool next(Record& record) override {
        const auto result = splitter_.next(value_);
        Origin origin{input_.file, splitter_.line()};
        switch (result) {
        case JsonSplitter::Result::end: return false;
        case JsonSplitter::Result::value:
            record = read_record(value_, std::move(origin), input_.plan);
            break;
        case JsonSplitter::Result::too_long:
            record = make_reject(std::move(origin), too_long(input_.plan), value_);
            break;
        case JsonSplitter::Result::broken:
            record = make_reject(std::move(origin),
                                 input_.stream.failure() != StreamFailure::none
                                     ? input_.stream.message()
                                     : "the JSON ends too early",
                                 value_);
        }
        return true;
    }

  private:
    FormatInput input_;
    JsonSplitter splitter_;
    std::string value_;
};

} // namespace

// One object a line is told from the rest by the first line: it is not just a bracket, and does
// not end with a comma.
std::unique_ptr<FormatReader> make_json_reader(const FormatInput& input) {
    constexpr std::size_t sniffed_bytes = 64 * 1024;
    const std::string_view head = input.stream.peek(sniffed_bytes);
    const std::string_view start =
        head.substr(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    const auto end = start.find('\n');
    const std::string_view line = trim(start.substr(0, end));
    const bool several_lines =
        end != std::string_view::npos && (line == "{" || line.ends_with(','));
    if (line.starts_with('[') || several_lines) return std::make_unique<JsonValuesReader>(input);
    return std::make_unique<JsonLinesReader>(input);
}

bool looks_like_json(std::string_view head) {
    head = trim(head);
    if (head.starts_with('[')) head = trim(head.substr(1));
    if (!head.starts_with('{')) return false;
    head = trim(head.substr(1));
    return head.starts_with('"') || head.starts_with('}');
}

} // namespace sitrep
