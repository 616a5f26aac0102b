// What leaves an index and what stays of it: versions, tombstones, purges.
#include "indexer/history.h"
#include "indexer/index_writer.h"
#include "schema/document.h"
#include "schema/layout.h"
#include "schema/pending.h"
#include "tests/indexer/index_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>
#include <xapian.h>

using namespace sitrep;
using test::builtin;
using test::IndexDirectory;
namespace fs = std::filesystem;

namespace {

WriterOptions one_thread() {
    WriterOptions options;
    options.threads = 1;
    return options;
}

// From a source of its own.
Article article(const std::string& id, const std::string& text) {
    Article a = test::article(id, text);
    a.source = "Wire of " + id;
    return a;
}

void index(const fs::path& path, const std::vector<Article>& articles) {
    IndexWriter writer(path, builtin(), one_thread());
    for (const Article& a : articles) writer.add(a);
    writer.finish();
}

struct Stored {
    std::string text;
    Gone gone;
    std::uint32_t version;
    bool superseded;
    friend bool operator==(const Stored&, const Stored&) = default;
};
std::ostream& operator<<(std::ostream& out, const Stored& stored) {
    return out << stored.text << '/' << name_of(stored.gone) << '/' << stored.version << '/'
               << stored.superseded;
}

std::vector<Stored> stored_in(const fs::path& index, const Layout& layout) {
    std::vector<std::pair<std::pair<std::uint32_t, bool>, Stored>> found;
    for (const Shard& shard : layout.shards) {
        const Xapian::Database database = open_shard(index, shard);
        for (auto id = database.postlist_begin(""); id != database.postlist_end(""); ++id) {
            const Xapian::Document document = database.get_document(*id);
            const Article a = decode_article(record_of(document));
            found.push_back(
                {{a.version, a.gone != Gone::no},
                 {a.text, a.gone, a.version, !document.get_value(slots::superseded).empty()}});
        }
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Stored> list;
    for (auto& [order, one] : found) list.push_back(std::move(one));
    return list;
}
std::vector<Stored> current(const fs::path& index) {
    return stored_in(index, read_layout(index));
}
std::vector<Stored> history(const fs::path& index) {
    return stored_in(index / history_name, read_history_layout(index));
}

// Files of an index whose bytes, or unpacked records, values, terms or metadata, hold a needle.
std::vector<std::string> traces(const fs::path& index, const std::string& needle) {
    std::vector<std::string> found;
    const auto see = [&](const std::string& where, const std::string& bytes) {
        if (bytes.find(needle) != bytes.npos) found.push_back(where);
    };
    for (const auto& entry : fs::recursive_directory_iterator(index)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        see(entry.path().string(), {std::istreambuf_iterator<char>(file), {}});
        if (entry.path().filename() != "iamglass") continue;
        const Xapian::Database shard(entry.path().parent_path().string());
        const std::string name = shard.get_description();
        for (auto term = shard.allterms_begin(); term != shard.allterms_end(); ++term)
            see(name + " terms", *term);
        for (auto key = shard.metadata_keys_begin(); key != shard.metadata_keys_end(); ++key)
            see(name + " metadata", *key);
        for (auto id = shard.postlist_begin(""); id != shard.postlist_end(""); ++id) {
            const Xapian::Document document = shard.get_document(*id);
            const Article a = decode_article(record_of(document));
            see(name + " records", a.id + a.title + a.text + a.source + a.url + a.reason);
            for (auto value = document.values_begin(); value != document.values_end(); ++value)
                see(name + " values", *value);
        }
        for (Slot slot = 0; slot < 64; ++slot)
            see(name + " bounds",
                shard.get_value_lower_bound(slot) + "\n" + shard.get_value_upper_bound(slot));
    }
    return found;
}

} // namespace

TEST_CASE("a version that another takes the place of goes to the history") {
    const IndexDirectory directory;
    index(directory.path(), {article("a", "Two died.")});
    index(directory.path(), {article("a", "Three died.")});
    index(directory.path(), {article("a", "Three died.")});
    index(directory.path(), {article("a", "Four died."), article("a", "Five died.")});
    CHECK(current(directory.path()) == std::vector<Stored>{{"Five died.", Gone::no, 4, false}});
    CHECK(history(directory.path()) == std::vector<Stored>{{"Two died.", Gone::no, 1, true},
                                                           {"Three died.", Gone::no, 2, true},
                                                           {"Four died.", Gone::no, 3, true}});
}

TEST_CASE("an article taken out leaves its version and a tombstone") {
    const IndexDirectory directory;
    index(directory.path(), {article("a", "One died.")});
    index(directory.path(), {article("a", "Two died."), article("b", "Talks.")});
    {
        IndexWriter writer(directory.path(), builtin(), one_thread());
        CHECK(writer.retract("a", "The toll was wrong."));
        CHECK_FALSE(writer.retract("a", "again"));
        CHECK_FALSE(writer.retract("none", "The toll was wrong."));
        writer.finish();
    }
    CHECK(current(directory.path()).size() == 1);
    CHECK(history(directory.path()) == std::vector<Stored>{{"One died.", Gone::no, 1, true},
                                                           {"Two died.", Gone::no, 2, true},
                                                           {"", Gone::retracted, 2, false}});
    History past(directory.path());
    past.open();
    const auto last = past.last("a");
    REQUIRE(last);
    CHECK(last->reason == "The toll was wrong.");
    CHECK(last->title == "Title of a");

    index(directory.path(), {article("a", "Two died.")});
    index(directory.path(), {article("a", "One died.")});
    CHECK(current(directory.path()).size() == 1); // it was withdrawn
    index(directory.path(), {article("a", "Nobody died.")});
    CHECK(current(directory.path()).size() == 2);
    past.open();
    CHECK(past.last("a")->version == 2);
    CHECK(current(directory.path()).back() == Stored{"Nobody died.", Gone::no, 3, false});
}

TEST_CASE("a deleted article comes back when it is sent again, as a later version") {
    const IndexDirectory directory;
    index(directory.path(), {article("a", "Two died."), article("b", "Talks.")});
    {
        IndexWriter writer(directory.path(), builtin(), one_thread());
        CHECK(writer.remove("a"));
        writer.add(article("a", "Two died.")); // before the commit
        writer.finish();
    }
    CHECK(current(directory.path()).size() == 2);
    CHECK(history(directory.path()).size() == 2);
    CHECK(current(directory.path()).back() == Stored{"Two died.", Gone::no, 2, false});
}

TEST_CASE("a history of many commits is merged, and compacting leaves one shard of it") {
    const IndexDirectory directory;
    for (int i = 0; i < 30; ++i)
        index(directory.path(), {article("a", "Version " + std::to_string(i))});
    CHECK(history(directory.path()).size() == 29);
    CHECK(read_history_layout(directory.path()).shards.size() < 10);
    IndexWriter writer(directory.path(), builtin(), one_thread());
    writer.compact();
    CHECK(history(directory.path()).size() == 29);
    CHECK(read_history_layout(directory.path()).shards.size() == 1);
}

TEST_CASE("a commit that was cut short keeps each old version once") {
    const IndexDirectory directory;
    index(directory.path(), {article("a", "Two died."), article("b", "Talks.")});
    const Layout before = read_layout(directory.path());
    History past(directory.path());
    past.open();
    const auto shard = past.begin_shard();
    const Xapian::Database old = open_shard(directory.path(), before.shards[0]);
    const Xapian::docid docid = *old.postlist_begin("Qa");
    shard->add_version(old.get_document(docid), before.committed + 1);
    const std::string name = shard->finish();
    const std::vector<Deletion> deletions{{before.shards[0].place, docid}};
    SECTION("after the stub file was replaced") {
        write_pending(directory.path(), {before.revision, name, deletions});
        SECTION("and nothing else done") {}
        SECTION("and the history published") {
            past.publish(name);
        }
        { IndexWriter writer(directory.path(), builtin(), one_thread()); }
        CHECK(current(directory.path()).size() == 1);
        CHECK(history(directory.path()).size() == 1);
    }
    SECTION("before it was replaced") {
        write_pending(directory.path(), {before.revision + 1, name, deletions});
        { IndexWriter writer(directory.path(), builtin(), one_thread()); }
        CHECK(current(directory.path()).size() == 2);
        CHECK(history(directory.path()).empty());
        CHECK_FALSE(fs::exists(directory.path() / history_name / name));
    }
    CHECK_FALSE(fs::exists(directory.path() / "pending"));
}

TEST_CASE("a purge leaves no trace of an article") {
    const IndexDirectory directory;
    const std::string wire = "Shelling hit the market of the old town at noon on Friday, officials "
                             "said, and twelve people who had queued for bread were hurt before "
                             "the ambulances came through the checkpoint ";
    Article secret = article("zz-secret-0", "Zyxwv was named by the Qwvbn family. " + wire);
    secret.url = "https://example.org/zz-secret-0";
    secret.source = "Zyxwv Tribune"; // the last of all sources
    const auto others = [&] {
        std::vector<Article> list;
        for (int i = 0; i < 20; ++i)
            list.push_back(article("n" + std::to_string(i), "Report number " + std::to_string(i)));
        return list;
    }();
    index(directory.path(), others);
    Article copy = article("copy", wire + "late.");
    Article copy2 = article("copy-two", wire + "later.");
    index(directory.path(), {secret, copy});
    index(directory.path(), {copy2});
    // Replaced, so that its bytes stay in freed blocks; taken out; put back.
    Article second = secret;
    second.text += " Zyxwv second.";
    const std::string way = GENERATE("current", "replaced", "retracted", "compacted");
    if (way != "current") index(directory.path(), {second, article("n3", "Other now.")});
    if (way == "retracted") {
        IndexWriter writer(directory.path(), builtin(), one_thread());
        REQUIRE(writer.retract(secret.id, "Zyxwv sued"));
        writer.finish();
    }
    if (way == "compacted") {
        IndexWriter writer(directory.path(), builtin(), one_thread());
        writer.compact();
    }
    std::ofstream(directory.path() / "rejects.jsonl")
        << R"({"file":"f","line":1,"reason":"no text","record":"{\"id\":\"zz-secret-0\"}"})"
           "\n"
        << R"({"file":"f","line":2,"reason":"no text","record":"{\"id\":\"other\"}"})"
           "\n";
    const std::vector<std::string> needles{"zz-secret-0", "zyxwv", "Zyxwv",
                                           "qwvbn",       "Qwvbn", group_id(secret.id)};
    for (const std::string& needle : needles) {
        CAPTURE(way, needle);
        REQUIRE_FALSE(traces(directory.path(), needle).empty()); // else this proves nothing
    }
    {
        IndexWriter writer(directory.path(), builtin(), one_thread());
        CHECK(writer.purge(secret.id));
        CHECK_FALSE(writer.purge(secret.id));
        if (GENERATE(false, true)) writer.compact();
    }
    for (const std::string& needle : needles) {
        CAPTURE(way, needle);
        CHECK(traces(directory.path(), needle) == std::vector<std::string>{});
    }
    CHECK(traces(directory.path(), "other").size() >= 1); // of the rejects file
    CHECK(current(directory.path()).size() == 22);
    // The copies are copies still.
    std::vector<std::string> groups;
    for (const Shard& shard : read_layout(directory.path()).shards) {
        const Xapian::Database database = open_shard(directory.path(), shard);
        for (const char* id : {"Qcopy", "Qcopy-two"})
            for (auto d = database.postlist_begin(id); d != database.postlist_end(id); ++d)
                groups.push_back(database.get_document(*d).get_value(field(FieldId::copies).slot));
    }
    REQUIRE(groups.size() == 2);
    CHECK(groups[0] == groups[1]);
}

TEST_CASE("a purge leaves no trace in the bounds of values, which a merge keeps") {
    const IndexDirectory directory;
    Article secret = article("zz-secret-0", "Zyxwv was named.");
    secret.source = "Zyxwv Tribune"; // the last of all sources
    index(directory.path(), {article("n1", "Report number 1."), secret});
    {
        IndexWriter writer(directory.path(), builtin(), one_thread());
        REQUIRE(writer.retract(secret.id, "Zyxwv sued"));
        writer.finish();
    }
    index(directory.path(), {article("n2", "Report number 2.")});
    {
        IndexWriter writer(directory.path(), builtin(), one_thread());
        writer.compact();
        CHECK(writer.purge(secret.id));
    }
    CHECK(traces(directory.path(), "Zyxwv") == std::vector<std::string>{});
}

TEST_CASE("a purge of an empty id takes nothing away") {
    const IndexDirectory directory;
    index(directory.path(), {article("n1", "Report number 1.")});
    const std::filesystem::path rejects = directory.path() / "rejects.jsonl";
    std::ofstream(rejects) << R"({"file":"f","line":1,"reason":"no text","record":"{}"})" << '\n';
    IndexWriter writer(directory.path(), builtin(), one_thread());
    CHECK_FALSE(writer.purge(""));
    CHECK(std::filesystem::file_size(rejects) > 0);
}
