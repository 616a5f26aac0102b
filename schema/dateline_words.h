// The words of datelines: agencies, labels, and words that open other things than datelines.
#pragma once

#include <string_view>

namespace sitrep {

// By the whole name, case ignored: "Reuters", "INTERFAX-UKRAINE", "РИА Новости".
bool is_known_agency(std::string_view name);

// "Published", "Posted", "Опубликовано": folded by fold_date_word.
bool is_date_label(std::string_view folded);

// "BREAKING", "VIDEO", "UPDATE": capitals before a dash or colon that are no place.
bool is_kicker(std::string_view folded);

// "On", "In", "The": capitalised because a sentence starts with them.
bool is_sentence_opener(std::string_view folded);

// "Update", "Assessment": in the name of a report, not of who filed it.
bool is_report_word(std::string_view folded);

// "de", "of": small words inside a name.
bool is_name_joint(std::string_view folded);

} // namespace sitrep
