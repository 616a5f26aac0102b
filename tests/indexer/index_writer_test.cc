#include "indexer/index_writer.h"

#include "indexer/enrich.h"
#include "schema/document.h"
#include "schema/error.h"
#include "schema/layout.h"
#include "tests/indexer/index_fixture.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <unistd.h>
#include <xapian.h>

using namespace sitrep;
using test::article;
using test::builtin;
using test::IndexDirectory;
namespace fs = std::filesystem;

namespace {

// Small batches, so that few articles make many segments and shards.
WriterOptions small() {
    WriterOptions options;
    options.threads = 2;
    options.segment_documents = 3;
    options.commit_documents = 10;
    return options;
}

// Ids in the index, as often as they are there, and the newest text of each.
std::multiset<std::string> ids(const fs::path& index) {
    std::multiset<std::string> found;
    for (const Shard& shard : read_layout(index).shards) {
        const Xapian::Database database = open_shard(index, shard);
        for (auto doc = database.postlist_begin(""); doc != database.postlist_end(""); ++doc)
            found.insert(decode_article(record_of(database.get_document(*doc))).id);
    }
    return found;
}

Article stored(const fs::path& index, const std::string& id) {
    for (const Shard& shard : read_layout(index).shards) {
        const Xapian::Database database = open_shard(index, shard);
        const auto posting = database.postlist_begin("Q" + id);
        if (posting != database.postlist_end("Q" + id))
            return decode_article(record_of(database.get_document(*posting)));
    }
    return {};
}

} // namespace

TEST_CASE("articles of many batches are all there, once") {
    const IndexDirectory directory;
    {
        IndexWriter writer(directory.path(), builtin(), small());
        for (int i = 0; i < 57; ++i) writer.add(article("a" + std::to_string(i), "Text."));
        writer.finish();
        CHECK(writer.counts().added == 57);
        CHECK(writer.counts().commits == 6);
    }
    const auto found = ids(directory.path());
    CHECK(found.size() == 57);
    CHECK(std::set<std::string>(found.begin(), found.end()).size() == 57);
    CHECK(read_layout(directory.path()).shards.size() <= 3);
    CHECK_FALSE(fs::exists(directory.path() / "segments"));
}

TEST_CASE("the same article again is a no-op, another content a new version") {
    const IndexDirectory directory;
    const auto write = [&](const std::string& text) {
        IndexWriter writer(directory.path(), builtin(), small());
        writer.add(article("a", text));
        writer.finish();
        return writer.counts();
    };
    CHECK(write("One.").added == 1);
    const Article first = stored(directory.path(), "a");
    CHECK(write("One.").unchanged == 1);
    CHECK(read_layout(directory.path()).revision == 1);
    CHECK(write("Two.").updated == 1);
    const Article second = stored(directory.path(), "a");
    CHECK(second.text == "Two.");
    CHECK(second.version == 2);
    CHECK(second.indexed == first.indexed);
    CHECK(ids(directory.path()).size() == 1);
}

TEST_CASE("articles of a commit carry its stamp, which only grows") {
    const IndexDirectory directory;
    std::int64_t last = 0;
    for (const char* id : {"a", "b", "c"}) {
        IndexWriter writer(directory.path(), builtin(), small());
        writer.add(article(id, "One."));
        writer.add(article(std::string(id) + "2", "Two."));
        writer.finish(); // merges shards
        const Article first = stored(directory.path(), id);
        CHECK(first.committed > last);
        CHECK(stored(directory.path(), std::string(id) + "2").committed == first.committed);
        CHECK(read_layout(directory.path()).committed == first.committed);
        last = first.committed;
    }
    const std::int64_t of_a = stored(directory.path(), "a").committed;
    IndexWriter writer(directory.path(), builtin(), small());
    CHECK(writer.remove("b"));
    writer.compact();
    CHECK(read_layout(directory.path()).committed > last);
    CHECK(stored(directory.path(), "a").committed == of_a);
}

TEST_CASE("of versions within one commit the last one stays") {
    const IndexDirectory directory;
    WriterOptions options = small();
    options.commit_documents = 1000;
    IndexWriter writer(directory.path(), builtin(), options);
    for (int i = 0; i < 20; ++i) {
        writer.add(article("a", "Text " + std::to_string(i)));
        writer.add(article("b" + std::to_string(i), "Other."));
    }
    writer.add(article("a", "Text 19")); // unchanged
    writer.finish();
    CHECK(writer.counts().updated == 19);
    CHECK(writer.counts().unchanged == 1);
    CHECK(ids(directory.path()).count("a") == 1);
    CHECK(stored(directory.path(), "a").text == "Text 19");
    CHECK(stored(directory.path(), "a").version == 20);
}

TEST_CASE("removing takes an article out, wherever it is") {
    const IndexDirectory directory;
    IndexWriter writer(directory.path(), builtin(), small());
    for (int i = 0; i < 25; ++i) writer.add(article("a" + std::to_string(i), "Text."));
    CHECK(writer.remove("a0"));  // in a published shard
    CHECK(writer.remove("a24")); // not yet committed
    CHECK_FALSE(writer.remove("a0"));
    CHECK_FALSE(writer.remove("none"));
    writer.add(article("a0", "Back again."));
    writer.finish();
    CHECK(writer.counts().deleted == 2);
    const auto found = ids(directory.path());
    CHECK(found.size() == 24);
    CHECK(found.count("a0") == 1);
    CHECK(found.count("a24") == 0);
}

TEST_CASE("compacting leaves one shard with everything") {
    const IndexDirectory directory;
    IndexWriter writer(directory.path(), builtin(), small());
    for (int i = 0; i < 35; ++i) writer.add(article("a" + std::to_string(i), "Text."));
    writer.compact();
    CHECK(read_layout(directory.path()).shards.size() == 1);
    CHECK(ids(directory.path()).size() == 35);
}

TEST_CASE("shards of one size are left where that is wanted") {
    const IndexDirectory directory;
    WriterOptions options = small();
    options.shards = 3;
    IndexWriter writer(directory.path(), builtin(), options);
    for (int i = 0; i < 40; ++i) writer.add(article(std::to_string(i), "Shells hit the bridge."));
    for (const char* text : {"Two were hurt.", "Three were hurt."}) // in one commit with others
        writer.add(article("7", text));
    writer.add(article("new", "A convoy left."));
    writer.finish();
    const Layout layout = read_layout(directory.path());
    REQUIRE(layout.shards.size() == 3);
    for (const Shard& shard : layout.shards) {
        const Xapian::doccount size = open_shard(directory.path(), shard).get_doccount();
        CHECK(size >= 10);
        CHECK(size <= 18);
    }
    CHECK(ids(directory.path()).size() == 41);
    CHECK(ids(directory.path()).count("7") == 1);
    CHECK(stored(directory.path(), "7").text == "Three were hurt.");
    CHECK(stored(directory.path(), "7").version == 3);
    writer.compact();
    CHECK(read_layout(directory.path()).shards.size() == 3);
}

TEST_CASE("what is not committed is dropped, what a killed run left is cleaned up") {
    const IndexDirectory directory;
    {
        IndexWriter writer(directory.path(), builtin(), small());
        for (int i = 0; i < 15; ++i) writer.add(article("a" + std::to_string(i), "Text."));
    } // ten were committed
    CHECK(ids(directory.path()).size() == 10);
    fs::create_directories(directory.path() / "main-9999");
    fs::create_directories(directory.path() / "segments" / "3");
    {
        IndexWriter writer(directory.path(), builtin(), small());
        CHECK_FALSE(fs::exists(directory.path() / "main-9999"));
        for (int i = 0; i < 15; ++i) writer.add(article("a" + std::to_string(i), "Text."));
        writer.finish();
        CHECK(writer.counts().added == 5);
        CHECK(writer.counts().unchanged == 10);
    }
    CHECK(ids(directory.path()).size() == 15);
}

TEST_CASE("deletions that a crash kept from being carried out are finished") {
    const IndexDirectory directory;
    {
        IndexWriter writer(directory.path(), builtin(), small());
        writer.add(article("old", "Text."));
        writer.add(article("kept", "Text."));
        writer.finish();
    }
    const Layout layout = read_layout(directory.path());
    const auto pending = [&](std::uint64_t revision) {
        std::ofstream file(directory.path() / "pending");
        file << revision << " -" << '\n' << layout.shards[0].place << " 1\n";
    };
    SECTION("published: they count") {
        pending(layout.revision);
        IndexWriter writer(directory.path(), builtin(), small());
        CHECK(ids(directory.path()) == std::multiset<std::string>{"kept"});
    }
    SECTION("not published: they do not") {
        pending(layout.revision + 1);
        IndexWriter writer(directory.path(), builtin(), small());
        CHECK(ids(directory.path()).size() == 2);
    }
    CHECK_FALSE(fs::exists(directory.path() / "pending"));
}

TEST_CASE("there is one writer at a time") {
    const IndexDirectory directory;
    IndexWriter writer(directory.path(), builtin(), small());
    CHECK_THROWS_AS(IndexWriter(directory.path(), builtin(), small()), Error);
}

TEST_CASE("a directory that is none of ours is refused") {
    const IndexDirectory directory;
    fs::create_directories(directory.path());
    std::ofstream(directory.path() / "iamglass");
    CHECK_THROWS_AS(IndexWriter(directory.path(), builtin(), small()), Error);
}

TEST_CASE("an article carries what was found in it, with the spans that show it") {
    Enricher enricher(Gazetteer::builtin());
    ArticleTokens tokens;
    Article a = article("a", "KYIV, July 4 - President Volodymyr Zelenskiy spoke to Vladimir Putin "
                             "about Ukraine.");
    a.lang.clear();
    tokens.analyse(a);
    enricher.enrich(a, tokens);
    CHECK(a.lang == "en");
    const auto about = [&](const std::string& id, bool actor) {
        for (const Mention& mention : a.mentions)
            if (mention.entity == id && mention.is_actor == actor && mention.about)
                for (const Evidence& evidence : mention.evidence)
                    if (a.text.substr(evidence.begin, evidence.end - evidence.begin) ==
                        evidence.alias)
                        return evidence.alias;
        return std::string();
    };
    CHECK(about("kyiv", false) == "KYIV");
    CHECK(about("ukraine", false) == "Ukraine");
    CHECK(about("volodymyr-zelenskyy", true) == "Volodymyr Zelenskiy");
    CHECK(about("vladimir-putin", true) == "Vladimir Putin");
}

TEST_CASE("regions and actors given with a record are taken at their word") {
    Enricher enricher(Gazetteer::builtin());
    ArticleTokens tokens;
    Article a = article("a", "Nothing to see.");
    a.given_regions = {"Україна", "Atlantis Province"};
    a.given_actors = {"hezbollah"};
    tokens.analyse(a);
    enricher.enrich(a, tokens);
    std::set<std::string> found;
    for (const Mention& mention : a.mentions)
        if (mention.about) found.insert(mention.entity);
    CHECK(found == std::set<std::string>{"ukraine", "atlantis province", "hezbollah"});
}

TEST_CASE("without enrichment an article has its words and what came with it") {
    const IndexDirectory directory;
    WriterOptions options = small();
    options.enrich = false;
    IndexWriter writer(directory.path(), builtin(), options);
    const std::string text = "KYIV, July 4 - Drones of the Russian army struck the town, killing 3 "
                             "people and injuring 10, officials said on Friday morning.";
    for (const char* id : {"a", "b"}) {
        Article a = article(id, text);
        a.lang.clear();
        a.given_regions = {"Sudan"};
        writer.add(a);
    }
    writer.finish();
    const Article a = stored(directory.path(), "a");
    REQUIRE(a.mentions.size() == 1);
    CHECK(a.mentions[0].entity == "sudan");
    CHECK(a.events.empty());
    CHECK(a.happened.empty());
    CHECK_FALSE(a.killed);
    CHECK(a.lang == "en");
    CHECK(a.text == text);
    const Xapian::Database database(directory.path().string());
    CHECK(database.get_termfreq("drones") == 2);
    CHECK(database.get_termfreq(std::string(prefixes::stem) + "drone") == 2);
    CHECK(database.get_termfreq(make_term(field(FieldId::region).prefix, "sudan")) == 2);
    for (const FieldId group : {FieldId::copies, FieldId::story})
        CHECK(database.get_termfreq(make_term(field(group).prefix, group_id("b"))) == 1);
}
