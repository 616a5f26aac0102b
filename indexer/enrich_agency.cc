#include "indexer/enrich_agency.h"

#include "indexer/enrich_credit.h"
#include "schema/date.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace sitrep {
namespace {

constexpr std::size_t head_size = 400; // bytes that datelines and bylines stand in
constexpr std::size_t tail_size = 700; // the same of what stands behind a report
constexpr std::size_t head_lines = 3;
constexpr std::size_t tail_lines = 4;
constexpr std::size_t longest_line = 160;   // bytes of a line that is a credit
constexpr std::size_t longest_byline = 100; // the same where a name suffices

class AgencyFinder {
  public:
    AgencyFinder(Article& article, const std::optional<Dateline>& dateline)
        : article_(article), text_(article.text), dateline_(dateline) {}

    void find() {
        read_dateline();
        read_head_lines();
        read_tail();
        for (const std::string& author : article_.authors)
            add_input(read_credit(author, CreditForm::some_names), author, "author");
        add_input(read_credit(article_.source, CreditForm::one_name), article_.source, "source");
    }

  private:
    // ---- the beginning

    void read_dateline() {
        if (dateline_) add(dateline_credit(text_, *dateline_), "dateline");
        const std::string_view head = text_.substr(0, head_size);
        add(bracketed_credit(head), "dateline");
        add(dashed_credit(head), "dateline");
        add(dispatch_credit(head), "dateline");
    }

    void read_head_lines() {
        std::string_view rest = text_.substr(0, head_size);
        for (std::size_t line = 0; line < head_lines && !rest.empty(); ++line) {
            const std::size_t end = rest.find('\n');
            if (end == rest.npos && rest.size() == head_size) return; // it goes on
            const std::string_view content = trimmed(rest.substr(0, end));
            if (content.size() <= longest_byline) read_byline(content);
            rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
        }
    }

    void read_byline(std::string_view line) {
        if (const auto name = behind_label(line, CreditLabel::byline))
            add(read_credit(*name, CreditForm::some_names), "byline");
        else
            add(read_credit(unwrapped(line), CreditForm::names), "byline");
    }

    // ---- the end

    void read_tail() {
        std::string_view rest = text_.substr(text_.size() - std::min(text_.size(), tail_size));
        rest = trimmed(rest);
        for (std::size_t line = 0; line < tail_lines && !rest.empty(); ++line) {
            const std::size_t begin = rest.rfind('\n') + 1; // npos + 1 is 0
            const std::string_view content = trimmed(rest.substr(begin));
            const bool whole = begin > 0 || text_.size() <= tail_size;
            if (whole && content.size() <= longest_line && content.size() < text_.size())
                read_credit_line(content);
            if (line == 0) add(closing_credit(content), "credit at the end");
            rest = trimmed(rest.substr(0, begin));
        }
    }

    void read_credit_line(std::string_view line) {
        add(read_credit(unwrapped(line), CreditForm::names), "credit at the end");
        if (const auto names = behind_label(unwrapped(line), CreditLabel::credit))
            add(read_credit(*names, CreditForm::names), "credit at the end");
        add(contribution_credit(line), "credit at the end");
        add(copyright_credit(line), "copyright");
    }

    // ---- what was found

    void add(const Credit& credit, std::string_view rule) {
        for (const CreditedName& name : credit) {
            Evidence evidence;
            evidence.begin = static_cast<std::uint32_t>(name.written.data() - text_.data());
            evidence.end = evidence.begin + static_cast<std::uint32_t>(name.written.size());
            add(name, std::move(evidence), rule);
        }
    }

    void add_input(const Credit& credit, const std::string& given, std::string_view rule) {
        for (const CreditedName& name : credit) {
            Evidence evidence;
            evidence.part = Part::input;
            add({name.agency, given}, std::move(evidence), rule);
        }
    }

    void add(const CreditedName& name, Evidence evidence, std::string_view rule) {
        evidence.alias = name.written;
        evidence.rule = rule;
        auto label = std::find_if(article_.agencies.begin(), article_.agencies.end(),
                                  [&](const Label& known) { return known.id == name.agency; });
        if (label == article_.agencies.end())
            label = article_.agencies.insert(label, {std::string(name.agency), {}});
        const bool seen =
            std::any_of(label->evidence.begin(), label->evidence.end(), [&](const Evidence& known) {
                return known.part == evidence.part && known.begin == evidence.begin &&
                       (known.part != Part::input || known.rule == evidence.rule);
            });
        if (!seen) label->evidence.push_back(std::move(evidence));
    }

    Article& article_;
    std::string_view text_;
    const std::optional<Dateline>& dateline_;
};

} // namespace

void find_agencies(Article& article, const std::optional<Dateline>& dateline) {
    AgencyFinder(article, dateline).find();
}

} // namespace sitrep
