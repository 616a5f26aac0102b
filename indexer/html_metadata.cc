#include "indexer/html_metadata.h"

#include "indexer/html_json_ld.h"

#include <algorithm>

namespace sitrep::html {
namespace {

enum class Said : std::uint8_t {
    social_title,
    title,
    description,
    site,
    url,
    author,
    section,
    lang,
    published, // believed first
    published_too,
    created, // believed later
    modified,
};

struct MetaRow {
    std::string_view name; // of a meta tag's name, property or itemprop; letters and digits only
    Said what;
};

// The names in use, by what they say.
constexpr std::array meta_rows{
    MetaRow{"ogtitle", Said::social_title},
    MetaRow{"twittertitle", Said::social_title},
    MetaRow{"title", Said::title},
    MetaRow{"dctitle", Said::title},
    MetaRow{"dctermstitle", Said::title},
    MetaRow{"headline", Said::title},
    MetaRow{"parselytitle", Said::title},
    MetaRow{"sailthrutitle", Said::title},
    MetaRow{"cxenseparsetitle", Said::title},
    MetaRow{"ogdescription", Said::description},
    MetaRow{"description", Said::description},
    MetaRow{"twitterdescription", Said::description},
    MetaRow{"ogsitename", Said::site},
    MetaRow{"applicationname", Said::site},
    MetaRow{"dcpublisher", Said::site},
    MetaRow{"ogurl", Said::url},
    MetaRow{"author", Said::author},
    MetaRow{"dccreator", Said::author},
    MetaRow{"byl", Said::author},
    MetaRow{"articleauthor", Said::author},
    MetaRow{"parselyauthor", Said::author},
    MetaRow{"sailthruauthor", Said::author},
    MetaRow{"articlesection", Said::section},
    MetaRow{"section", Said::section},
    MetaRow{"parselysection", Said::section},
    MetaRow{"contentlanguage", Said::lang},
    MetaRow{"language", Said::lang},
    MetaRow{"dclanguage", Said::lang},
    MetaRow{"inlanguage", Said::lang},
    MetaRow{"oglocale", Said::lang},
    MetaRow{"articlepublishedtime", Said::published},
    MetaRow{"ogarticlepublishedtime", Said::published},
    MetaRow{"ogpublishedtime", Said::published},
    MetaRow{"datepublished", Said::published},
    MetaRow{"articlepublished", Said::published},
    MetaRow{"publishedtime", Said::published},
    MetaRow{"publisheddate", Said::published},
    MetaRow{"publishdate", Said::published},
    MetaRow{"pubdate", Said::published},
    MetaRow{"pubtime", Said::published},
    MetaRow{"publicationdate", Said::published},
    MetaRow{"dcdateissued", Said::published},
    MetaRow{"dctermsissued", Said::published},
    MetaRow{"dctermsdate", Said::published},
    MetaRow{"parselypubdate", Said::published},
    MetaRow{"sailthrudate", Said::published},
    MetaRow{"cxenseparserecspublishtime", Said::published},
    MetaRow{"cxenseparsepublishtime", Said::published},
    MetaRow{"citationpublicationdate", Said::published},
    MetaRow{"originalpublicationdate", Said::published},
    MetaRow{"articledate", Said::published_too},
    MetaRow{"date", Said::published_too},
    MetaRow{"dcdate", Said::published_too},
    MetaRow{"ptime", Said::published_too},
    MetaRow{"releasedate", Said::published_too},
    MetaRow{"citationdate", Said::published_too},
    MetaRow{"dcdatecreated", Said::created},
    MetaRow{"dctermscreated", Said::created},
    MetaRow{"datecreated", Said::created},
    MetaRow{"creationdate", Said::created},
    MetaRow{"uploaddate", Said::created},
    MetaRow{"articlemodifiedtime", Said::modified},
    MetaRow{"ogupdatedtime", Said::modified},
    MetaRow{"datemodified", Said::modified},
    MetaRow{"lastmodified", Said::modified},
};

const MetaRow* find_row(std::string_view name) {
    if (name.size() > 60) return nullptr;
    std::string key;
    for (const char c : name) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) key += lower;
    }
    const auto* row = std::find_if(meta_rows.begin(), meta_rows.end(),
                                   [&](const MetaRow& each) { return each.name == key; });
    return row == meta_rows.end() ? nullptr : row;
}

std::string one_line(std::string_view text) {
    std::string line;
    append_collapsed(line, text);
    while (line.ends_with(' ')) line.pop_back();
    // References that were escaped twice.
    return line.find('&') == std::string::npos ? line : decode_references(line);
}

bool is_address(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

void set_once(std::string& to, std::string value) {
    if (to.empty()) to = std::move(value);
}

void add_once(std::vector<std::string>& list, std::string value) {
    constexpr std::size_t most = 50;
    if (!value.empty() && list.size() < most &&
        std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(std::move(value));
}

// What is found, before it is known which of it counts.
struct Found {
    Metadata said{};
    std::vector<std::string> published{};
    std::vector<std::string> published_too{};
    std::vector<std::string> created{};
    std::string og_url{};

    void take(Said what, std::string value) {
        switch (what) {
        case Said::social_title: set_once(said.social_title, std::move(value)); break;
        case Said::title: set_once(said.meta_title, std::move(value)); break;
        case Said::description: set_once(said.description, std::move(value)); break;
        case Said::site: set_once(said.site, std::move(value)); break;
        case Said::url: set_once(og_url, std::move(value)); break;
        case Said::author:
            if (!is_address(value) && value.size() < 200) add_once(said.authors, std::move(value));
            break;
        case Said::section: add_once(said.sections, std::move(value)); break;
        case Said::lang: set_once(said.lang, std::move(value)); break;
        case Said::published: add_once(published, std::move(value)); break;
        case Said::published_too: add_once(published_too, std::move(value)); break;
        case Said::created: add_once(created, std::move(value)); break;
        case Said::modified: set_once(said.modified, std::move(value)); break;
        }
    }
};

void read_meta(const Document& page, NodeId id, Found& found) {
    std::string_view content;
    for (const Attribute& attribute : page.attributes(id))
        if (attribute.name == Attr::content) content = attribute.value;
    if (content.empty() || content.size() > 4000) return;
    for (const Attribute& attribute : page.attributes(id)) {
        const bool names = attribute.name == Attr::name || attribute.name == Attr::property ||
                           attribute.name == Attr::itemprop || attribute.name == Attr::http_equiv;
        if (!names) continue;
        if (const MetaRow* row = find_row(attribute.value))
            found.take(row->what, one_line(content));
    }
}

// Microdata of elements that show what they say.
void read_microdata(const Document& page, NodeId id, std::string_view itemprop, Found& found) {
    if (itemprop != "datePublished" && itemprop != "dateCreated") return;
    std::string value(page.attribute(id, Attr::content));
    if (value.empty()) value = page.attribute(id, Attr::datetime);
    if (value.empty() && page[id].end - id < 20) value = page.text_of(id);
    if (value.empty() || value.size() > 200) return;
    auto& list = itemprop == "datePublished" ? found.published : found.created;
    add_once(list, one_line(value));
}

void read_element(const Document& page, NodeId id, Found& found) {
    switch (page[id].tag) {
    case Tag::text: return;
    case Tag::html: set_once(found.said.lang, std::string(page.attribute(id, Attr::lang))); return;
    case Tag::title:
        if (page[id].parent == no_node || page[page[id].parent].tag != Tag::svg)
            set_once(found.said.document_title, page.text_of(id));
        return;
    case Tag::meta: read_meta(page, id, found); return;
    case Tag::link:
        if (page.attribute(id, Attr::rel) == "canonical")
            set_once(found.said.canonical, one_line(page.attribute(id, Attr::href)));
        return;
    default:
        if (const auto itemprop = page.attribute(id, Attr::itemprop); !itemprop.empty())
            read_microdata(page, id, itemprop, found);
    }
}

} // namespace

Metadata read_metadata(const Document& page) {
    Found found;
    for (NodeId id = 0; id < page.nodes().size(); ++id) read_element(page, id, found);
    Metadata result;
    const Metadata& said = found.said;
    read_json_ld(page, said.social_title.empty() ? said.document_title : said.social_title, result);
    result.social_title = said.social_title;
    result.meta_title = said.meta_title;
    result.document_title = said.document_title;
    if (!said.description.empty()) result.description = said.description;
    if (!said.site.empty()) result.site = said.site;
    if (!said.lang.empty()) result.lang = said.lang;
    if (result.authors.empty()) result.authors = said.authors;
    if (result.sections.empty()) result.sections = said.sections;
    set_once(result.modified, said.modified);
    for (const std::string& url : {said.canonical, found.og_url, result.canonical})
        if (is_address(url)) {
            result.canonical = url;
            break;
        }
    if (!is_address(result.canonical)) result.canonical.clear();
    for (const auto* list : {&found.published, &found.published_too, &found.created})
        for (const std::string& date : *list) add_once(result.published, date);
    return result;
}

} // namespace sitrep::html
