#include "indexer/language.h"

#include "schema/analysis.h"

#include <array>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

namespace sitrep {

std::string detect_language(std::string_view text) {
    text = text.substr(0, 4096);
    while (!text.empty() && !is_valid_utf8(text)) text.remove_suffix(1); // a cut character
    bool reliable = false;
    CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    std::array<CLD2::Language, 3> languages{};
    std::array<int, 3> percents{};
    std::array<double, 3> scores{};
    int bytes = 0;
    const CLD2::Language language = CLD2::ExtDetectLanguageSummary(
        text.data(), static_cast<int>(text.size()), true, &hints, 0, languages.data(),
        percents.data(), scores.data(), nullptr, &bytes, &reliable);
    if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
    const std::string code = CLD2::LanguageCode(language);
    if (code == "iw") return "he";
    return code.substr(0, code.find('-'));
}

} // namespace sitrep
