// The forms that a credit to a news agency takes: "(Reuters)", "AP - AFP", "By Jane Doe, dpa",
// "With inputs from PTI", "© 2025 AFP". Views into the text that they are given.
#pragma once

#include "schema/date.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sitrep {

struct CreditedName {
    std::string_view agency; // id in the lexicon of agencies
    std::string_view written;
};
using Credit = std::vector<CreditedName>; // empty: it is none

enum class CreditForm : std::uint8_t {
    one_name,   // the whole is the name of an agency
    names,      // names of agencies and dates, and nothing else
    some_names, // any of several names is one
};
Credit read_credit(std::string_view text, CreditForm form);

// What find_dateline() found in a text.
Credit dateline_credit(std::string_view text, const Dateline& dateline);
// "KYIV, July 4 (Reuters) -", "(AFP) –", "МОСКВА, 4 июля. /ТАСС/.": in the head of a text.
Credit bracketed_credit(std::string_view head);
// "МОСКВА, 4 июля - РИА Новости."
Credit dashed_credit(std::string_view head);
// "新华社北京7月4日电", "（路透社）"
Credit dispatch_credit(std::string_view head);

// Behind the last sentence of a text: "... he said. (AFP)", "... he said. – PTI".
Credit closing_credit(std::string_view line);
// "The Associated Press contributed to this report."
Credit contribution_credit(std::string_view line);
// "© 2025 AFP", "Copyright 2025 The Associated Press. All rights reserved."
Credit copyright_credit(std::string_view line);

enum class CreditLabel : std::uint8_t { byline, credit };
// What stands behind "By", "Von"; "Source:", "With inputs from". None where there is no such label.
std::optional<std::string_view> behind_label(std::string_view line, CreditLabel label);

std::string_view trimmed(std::string_view text);
// Without the brackets, dashes and stops around it.
std::string_view unwrapped(std::string_view text);

} // namespace sitrep
