#include "tests/searcher/fixture.h"

#include "searcher/snippet.h"

#include <cstdlib>
#include <map>
#include <stdexcept>
#include <utility>

namespace sitrep::test {

std::string marked(const std::vector<Run>& runs) {
    std::string text;
    for (const Run& run : runs) text += run.match ? "[" + run.text + "]" : run.text;
    return text;
}

std::string marked(const std::vector<Fragment>& fragments) {
    std::string text;
    for (const Fragment& fragment : fragments) {
        if (!text.empty()) text += " | ";
        text += marked(fragment);
    }
    return text;
}

std::string plain(const Fragment& fragment) {
    std::string text;
    for (const Run& run : fragment) text += run.text;
    return text;
}

std::vector<Fragment> fragments_of(std::string_view lang, std::string_view text,
                                   std::string_view query) {
    static StemmerPool stemmers;
    static Snippeter snippeter;
    const ParsedQuery parsed = parse_query(query, Gazetteer::builtin(), day_from_civil(2025, 7, 9));
    return snippeter.snippet(text, TextMatcher(parsed.root, lang, stemmers));
}

std::string snippet_of(std::string_view lang, std::string_view text, std::string_view query) {
    return marked(fragments_of(lang, text, query));
}

std::shared_ptr<const Gazetteer> builtin_gazetteer() {
    return {std::shared_ptr<void>(), &Gazetteer::builtin()};
}

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "sitrep-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make a temporary directory");
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void write_index(const std::filesystem::path& index, const std::vector<Article>& articles,
                 std::size_t a_shard) {
    WriterOptions options;
    options.threads = 1;
    IndexWriter writer(index, builtin_gazetteer(), std::move(options));
    std::size_t added = 0;
    for (const Article& each : articles) {
        writer.add(each);
        if (a_shard > 0 && ++added % a_shard == 0) writer.flush();
    }
    writer.flush();
}

Article article(std::string id, std::string title, std::string text, std::string_view date,
                std::string source, std::string lang) {
    Article a;
    a.id = std::move(id);
    a.title = std::move(title);
    a.text = std::move(text);
    if (!date.empty()) a.date = parse_date(date).value();
    a.source = std::move(source);
    a.lang = std::move(lang);
    return a;
}

Groups groups_of(Searcher& searcher, FieldId field) {
    std::map<std::string, std::set<std::string>> by_id;
    SearchRequest all;
    all.query = "*";
    all.limit = 0;
    searcher.stream(all, [&](Hit& hit) {
        by_id[field == FieldId::story ? hit.story.id : hit.copies.id].insert(hit.article.id);
        return true;
    });
    Groups groups;
    for (const auto& [id, members] : by_id) groups.insert(members);
    return groups;
}

std::string ids_of(const SearchResult& result) {
    std::string ids;
    for (const Hit& hit : result.hits) {
        if (!ids.empty()) ids += ' ';
        ids += hit.article.id;
    }
    return ids;
}

} // namespace sitrep::test
