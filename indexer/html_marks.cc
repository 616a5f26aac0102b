#include "indexer/html_marks.h"

#include <algorithm>

namespace sitrep::html {
namespace {

using Words = std::string_view;

// Words of names that begin so, whatever follows: "related", "relatedArticles", "comments".
constexpr std::array foreign_stems{
    Words("advert"),     Words("breadcrumb"), Words("caption"),  Words("comment"),
    Words("consent"),    Words("cookie"),     Words("disqus"),   Words("donat"),
    Words("newsletter"), Words("outbrain"),   Words("readmore"), Words("recirc"),
    Words("recommend"),  Words("related"),    Words("sponsor"),  Words("taboola"),
    Words("trending"),
};
constexpr std::array furniture_stems{
    Words("banner"),     Words("bookmark"),  Words("byline"),   Words("carousel"),
    Words("disclaimer"), Words("dropdown"),  Words("factbox"),  Words("footer"),
    Words("galler"),     Words("infobox"),   Words("lightbox"), Words("login"),
    Words("masthead"),   Words("modal"),     Words("navbar"),   Words("navig"),
    Words("offcanvas"),  Words("offscreen"), Words("overlay"),  Words("paginat"),
    Words("paywall"),    Words("popup"),     Words("promo"),    Words("share"),
    Words("sharing"),    Words("sidebar"),   Words("signup"),   Words("slideshow"),
    Words("social"),     Words("subscri"),   Words("tagcloud"), Words("taglist"),
    Words("teaser"),     Words("toolbar"),   Words("tooltip"),  Words("visuallyhidden"),
    Words("widget"),
};
// Whole words.
constexpr std::array furniture_words{
    Words("ad"),          Words("ads"),       Words("aside"),  Words("author"),  Words("authors"),
    Words("breadcrumbs"), Words("copyright"), Words("credit"), Words("credits"), Words("cta"),
    Words("facebook"),    Words("follow"),    Words("legend"), Words("menu"),    Words("nav"),
    Words("pager"),       Words("popular"),   Words("print"),  Words("rail"),    Words("skip"),
    Words("tags"),        Words("timestamp"), Words("topics"), Words("tweet"),   Words("twitter"),
    Words("whatsapp"),
};
// Pairs of neighbouring words in a name that say: here is the text.
constexpr std::array body_nouns{Words("article"), Words("story"),   Words("post"), Words("entry"),
                                Words("news"),    Words("content"), Words("main"), Words("text"),
                                Words("blog"),    Words("single"),  Words("page"), Words("detail")};
constexpr std::array body_parts{Words("body"),      Words("content"),  Words("text"),
                                Words("txt"),       Words("contents"), Words("copy"),
                                Words("paragraphs")};
constexpr std::array body_words{
    Words("articlebody"),  Words("articlecontent"), Words("articletext"), Words("storybody"),
    Words("storycontent"), Words("storytext"),      Words("postcontent"), Words("postbody"),
    Words("entrycontent"), Words("bodytext"),       Words("maincontent"), Words("newstext"),
    Words("newsbody"),     Words("newscontent"),    Words("fulltext"),    Words("bodycopy"),
    Words("richtext")};
// Pairs that say: this is not for the eye, or beside the text.
constexpr std::array hiding_pairs{
    std::pair{Words("visually"), Words("hidden")}, std::pair{Words("sr"), Words("only")},
    std::pair{Words("screen"), Words("reader")},   std::pair{Words("info"), Words("box")},
    std::pair{Words("fact"), Words("box")},        std::pair{Words("read"), Words("more")},
    std::pair{Words("read"), Words("also")},       std::pair{Words("most"), Words("read")},
    std::pair{Words("see"), Words("also")},        std::pair{Words("up"), Words("next")}};
// A name that only says what the element has or can: "has-sidebar", "no-ads", "js-share".
constexpr std::array state_words{Words("has"),  Words("with"),   Words("without"), Words("no"),
                                 Words("not"),  Words("non"),    Words("is"),      Words("show"),
                                 Words("hide"), Words("enable"), Words("enabled")};

template <class Value, std::size_t size>
bool contains(const std::array<Value, size>& words, const Value& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t size>
bool begins_with(const std::array<Words, size>& stems, std::string_view word) {
    return std::any_of(stems.begin(), stems.end(),
                       [&](Words stem) { return word[0] == stem[0] && word.starts_with(stem); });
}

Purpose purpose_of_word(std::string_view word) {
    if (begins_with(foreign_stems, word)) return Purpose::foreign;
    const bool furniture =
        begins_with(furniture_stems, word) || contains(furniture_words, Words(word));
    return furniture ? Purpose::furniture : Purpose::plain;
}

// The words of a class or id: split at what is no letter and at a capital behind a small letter.
class NameWords {
  public:
    explicit NameWords(std::string_view name) : name_(name) {}

    // False at the end. The word is lower case.
    bool next(std::string& word) {
        word.clear();
        while (at_ < name_.size() && !is_letter(name_[at_])) ++at_;
        const std::size_t begin = at_;
        while (at_ < name_.size() && is_letter(name_[at_])) {
            const bool capital = name_[at_] < 'a';
            if (capital && at_ > begin && name_[at_ - 1] >= 'a') break;
            word += static_cast<char>(name_[at_++] | 0x20);
        }
        return !word.empty();
    }

  private:
    static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

    std::string_view name_;
    std::size_t at_ = 0;
};

// One name of a class list, or an id.
Purpose purpose_of_name(std::string_view name) {
    if (name.size() > 100) name = name.substr(0, 100);
    if (name == "hidden") return Purpose::furniture;
    // "print:hidden": how it looks under a condition, not what it is.
    if (name.find_first_of(":[") != name.npos) return Purpose::plain;
    NameWords words(name);
    std::string word;
    std::string before;
    Purpose purpose = Purpose::plain;
    for (bool first = true; words.next(word); first = false) {
        if (first && contains(state_words, Words(word))) return Purpose::plain;
        purpose = std::max(purpose, purpose_of_word(word));
        if (contains(hiding_pairs, std::pair<Words, Words>(before, word)))
            purpose = std::max(purpose, Purpose::furniture);
        const bool body =
            contains(body_words, Words(word)) ||
            (contains(body_nouns, Words(before)) && contains(body_parts, Words(word)));
        if (body && purpose == Purpose::plain) purpose = Purpose::body;
        std::swap(before, word);
    }
    return purpose;
}

Purpose purpose_of_names(std::string_view names) {
    Purpose purpose = Purpose::plain;
    bool body = false;
    while (!names.empty()) {
        const std::size_t begin = std::min(names.find_first_not_of(" \t\r\n"), names.size());
        names.remove_prefix(begin);
        const std::size_t end = std::min(names.find_first_of(" \t\r\n"), names.size());
        const Purpose here = purpose_of_name(names.substr(0, end));
        body |= here == Purpose::body;
        purpose = std::max(purpose, here);
        names.remove_prefix(end);
    }
    return body && purpose == Purpose::furniture ? Purpose::body : purpose;
}

Purpose purpose_of_role(std::string_view role) {
    for (const std::string_view furniture :
         {"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog",
          "menu", "menubar", "toolbar", "tablist"})
        if (role == furniture) return Purpose::furniture;
    return Purpose::plain;
}

bool is_invisible(std::string_view style) {
    for (const std::string_view off :
         {"display:none", "display: none", "visibility:hidden", "visibility: hidden"})
        if (style.find(off) != std::string_view::npos) return true;
    return false;
}

Purpose purpose_of_tag(Tag tag) {
    switch (tag) {
    case Tag::script:
    case Tag::style:
    case Tag::noscript:
    case Tag::template_:
    case Tag::svg:
    case Tag::iframe:
    case Tag::button:
    case Tag::select:
    case Tag::textarea:
    case Tag::canvas:
    case Tag::video:
    case Tag::audio:
    case Tag::object:
    case Tag::input:
    case Tag::option:
    case Tag::label:
    case Tag::head:
    case Tag::menu:
    case Tag::dialog:
    case Tag::figcaption:
    case Tag::picture:
    case Tag::amp_img: return Purpose::hidden;
    case Tag::nav:
    case Tag::aside:
    case Tag::footer:
    case Tag::form:
    case Tag::figure:
    case Tag::fieldset: return Purpose::furniture;
    default: return Purpose::plain;
    }
}

} // namespace

Purpose purpose_of(const Document& page, NodeId id) {
    const Tag tag = page[id].tag;
    if (tag == Tag::html || tag == Tag::body) return Purpose::plain;
    Purpose purpose = purpose_of_tag(tag);
    bool is_article_body = false;
    for (const Attribute& attribute : page.attributes(id)) {
        switch (attribute.name) {
        case Attr::class_:
        case Attr::id:
        case Attr::data_testid:
            purpose = std::max(purpose, purpose_of_names(attribute.value));
            break;
        case Attr::role: purpose = std::max(purpose, purpose_of_role(attribute.value)); break;
        case Attr::hidden: purpose = std::max(purpose, Purpose::furniture); break;
        case Attr::style:
            if (is_invisible(attribute.value)) purpose = std::max(purpose, Purpose::furniture);
            break;
        case Attr::itemprop: is_article_body = attribute.value == "articleBody"; break;
        default: break;
        }
    }
    if (is_article_body && purpose != Purpose::hidden) return Purpose::body;
    return purpose;
}

int heading_level(Tag tag) {
    return tag >= Tag::h1 && tag <= Tag::h6 ? static_cast<int>(tag) - static_cast<int>(Tag::h1) + 1
                                            : 0;
}

bool is_block(Tag tag) {
    switch (tag) {
    case Tag::a:
    case Tag::abbr:
    case Tag::b:
    case Tag::cite:
    case Tag::code:
    case Tag::del:
    case Tag::em:
    case Tag::font:
    case Tag::i:
    case Tag::ins:
    case Tag::kbd:
    case Tag::mark:
    case Tag::q:
    case Tag::s:
    case Tag::small:
    case Tag::span:
    case Tag::strong:
    case Tag::sub:
    case Tag::sup:
    case Tag::time:
    case Tag::u:
    case Tag::var:
    case Tag::text:
    case Tag::img:
    case Tag::other:
    case Tag::label:
    case Tag::input:
    case Tag::link:
    case Tag::meta: return false;
    default: return true;
    }
}

} // namespace sitrep::html
