#include "indexer/html_charset.h"

#include "indexer/reader_member.h"
#include "schema/analysis.h"
#include "schema/unicode.h"

#include <algorithm>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

namespace sitrep::html {
namespace {

constexpr std::size_t looked_at = 4096; // of a page, for its meta tag
constexpr std::size_t detected_by = 64 * 1024;

struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

// "text/html; charset=utf-8", "<meta charset='utf-8'>", "encoding=\"utf-8\"" -> "utf-8".
std::string charset_in(std::string_view text) {
    const std::string low = lower_ascii(text);
    for (const std::string_view label : {"charset", "encoding"}) {
        for (auto at = low.find(label); at != low.npos; at = low.find(label, at + 1)) {
            auto begin = low.find_first_not_of(" \t\r\n", at + label.size());
            if (begin == low.npos || low[begin] != '=') continue;
            begin = low.find_first_not_of(" \t\r\n\"'", begin + 1);
            if (begin == low.npos) continue;
            const auto end = std::min(low.find_first_of(" \t\r\n\"';,/>?", begin), low.size());
            if (end > begin && end - begin < 40) return low.substr(begin, end - begin);
        }
    }
    return {};
}

// As browsers do: what is labelled Latin-1 is Windows-1252.
std::string converter_name(const std::string& label) {
    if (label == "iso-8859-1" || label == "latin1" || label == "us-ascii" || label == "ascii")
        return "windows-1252";
    if (label == "gb2312" || label == "gbk") return "gb18030";
    if (label == "ks_c_5601-1987" || label == "euc-kr") return "windows-949";
    if (label == "shift_jis" || label == "sjis" || label == "x-sjis") return "windows-31j";
    // What nobody writes pages in, but may hide markup with; what the bytes would have shown.
    for (const std::string_view refused :
         {"utf-7", "utf7", "scsu", "bocu", "utf-16", "utf-32", "utf-8", "utf8", "imap"})
        if (label.find(refused) != std::string::npos) return {};
    return label;
}

// False: there is no such encoding.
bool decode(std::string_view bytes, const std::string& name, std::string& utf8) {
    if (name.empty()) return false;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, Close> converter(ucnv_open(name.c_str(), &status));
    if (U_FAILURE(status)) return false;
    const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(),
                                  status);
    if (U_FAILURE(status)) return false;
    utf8.clear();
    text.toUTF8String(utf8);
    return true;
}

std::string detect(std::string_view bytes) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, Close> detector(ucsdet_open(&status));
    if (U_FAILURE(status)) return {};
    ucsdet_enableInputFilter(detector.get(), 1); // tags aside
    const std::string_view part = bytes.substr(0, detected_by);
    ucsdet_setText(detector.get(), part.data(), static_cast<int32_t>(part.size()), &status);
    const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
    if (U_FAILURE(status) || match == nullptr) return {};
    const char* name = ucsdet_getName(match, &status);
    return name == nullptr || ucsdet_getConfidence(match, &status) < 20 ? "" : lower_ascii(name);
}

std::string utf16_name(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE") || bytes.substr(0, 4) == std::string_view("<\0!\0", 4) ||
        bytes.substr(0, 4) == std::string_view("<\0h\0", 4))
        return "utf-16le";
    if (bytes.starts_with("\xFE\xFF") || bytes.substr(0, 2) == std::string_view("\0<", 2))
        return "utf-16be";
    return {};
}

// At most one bad byte for ten characters that are no ASCII: a few were cut or mixed in.
bool is_nearly_utf8(std::string_view bytes) {
    std::size_t good = 0;
    std::size_t bad = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t begin = at;
        const char32_t c = unicode::decode(bytes, at);
        if (c < 0x80) continue;
        ++(at - begin == 1 ? bad : good);
    }
    return bad * 10 <= good;
}

std::string decode_any(std::string_view bytes, std::string_view declared) {
    std::string utf8;
    if (decode(bytes, utf16_name(bytes), utf8)) return utf8;
    if (!find_bad_byte(bytes)) return std::string(bytes);
    std::string label =
        declared.find('=') == declared.npos ? lower_ascii(declared) : charset_in(declared);
    if (label.empty()) label = charset_in(bytes.substr(0, looked_at));
    if (label.starts_with("utf-8") || label == "utf8" || label.empty())
        if (is_nearly_utf8(bytes)) return std::string(bytes);
    for (const std::string& name :
         {converter_name(label), converter_name(detect(bytes)), std::string("windows-1252")})
        if (decode(bytes, name, utf8)) return utf8;
    return std::string(bytes);
}

} // namespace

std::string to_utf8(std::string_view bytes, std::string_view declared) {
    std::string text = decode_any(bytes, declared);
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    for (char& c : text)
        if (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' && c != '\r') c = ' ';
    make_valid_utf8(text);
    return text;
}

} // namespace sitrep::html
