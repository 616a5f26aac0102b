// What a writer remembers of sketches finds every article that shares a band, whatever became of
// the shards.

#include "indexer/band_filter.h"
#include "indexer/copy_memory.h"
#include "schema/field.h"

#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace sitrep;

namespace {

// A sketch that shares no band with that of another number.
Sketch sketch_of_number(std::uint16_t number) {
    Sketch sketch;
    sketch.words = 100;
    sketch.bins.fill(number);
    return sketch;
}

Xapian::WritableDatabase shard_of(const std::vector<std::uint16_t>& numbers) {
    Xapian::WritableDatabase shard(std::string(), Xapian::DB_BACKEND_INMEMORY);
    for (const std::uint16_t number : numbers) {
        Xapian::Document document;
        for (std::size_t band = 0; band < sketch_bands; ++band)
            document.add_boolean_term(
                make_term(prefixes::sketch_band, band_key(sketch_of_number(number), band)));
        shard.add_document(document);
    }
    return shard;
}

std::size_t found(CopyMemory& memory, std::uint16_t number) {
    return memory.published_with_band(band_key(sketch_of_number(number), 3), 10).size();
}

void write(CopyMemory& memory, const std::vector<std::uint16_t>& numbers) {
    for (const std::uint16_t number : numbers) memory.add({sketch_of_number(number), 0, {}});
}

} // namespace

TEST_CASE("a filter has what was added, and hardly anything else") {
    BandFilter filter;
    std::mt19937_64 random(3);
    std::vector<std::uint64_t> hashes(1'000'000); // more than a tier's
    for (std::uint64_t& hash : hashes) filter.add(hash = random());
    std::size_t missed = 0;
    for (const std::uint64_t hash : hashes) missed += filter.may_have(hash) ? 0 : 1;
    CHECK(missed == 0);
    std::size_t wrong = 0;
    for (int i = 0; i < 100'000; ++i) wrong += filter.may_have(random()) ? 1 : 0;
    CHECK(wrong < 500);
    CHECK_FALSE(BandFilter().may_have(1));
}

TEST_CASE("published articles are found by a band in shards of any history") {
    CopyMemory memory;
    PublishedShards shards{{"old", shard_of({1, 2})}, {"older", shard_of({3})}};
    memory.set_published(shards);
    for (const std::uint16_t number : std::initializer_list<std::uint16_t>{1, 2, 3})
        CHECK(found(memory, number) == 1);
    CHECK(found(memory, 4) == 0);

    write(memory, {4, 1});
    CHECK(memory.unpublished_with_band(band_key(sketch_of_number(4), 0)).size() == 1);
    shards["new"] = shard_of({4, 1}); // a commit
    memory.set_published(shards);
    CHECK(memory.unpublished_with_band(band_key(sketch_of_number(4), 0)).empty());
    CHECK(found(memory, 1) == 2);
    CHECK(found(memory, 3) == 1);
    CHECK(found(memory, 4) == 1);

    // A merge of shards of before, one of this run's with such, and one of this run's alone.
    memory.set_published({{"merged", shard_of({1, 2, 3})}, {"new", shard_of({4, 1})}});
    CHECK(found(memory, 3) == 1);
    memory.set_published({{"all", shard_of({1, 2, 3, 4, 1})}});
    CHECK(found(memory, 3) == 1);
    CHECK(found(memory, 4) == 1);
    write(memory, {5});
    memory.set_published({{"all", shard_of({1, 2, 3, 4, 1})}, {"newer", shard_of({5})}});
    CHECK(found(memory, 5) == 1);
    // Asked often enough, a shard's bands are read, and nothing is missed.
    for (int i = 0; i < 100; ++i) CHECK(found(memory, 2) == 1);
    memory.set_published({{"last", shard_of({1, 2, 3, 4, 1, 5})}});
    for (const std::uint16_t number : std::initializer_list<std::uint16_t>{2, 3, 4, 5})
        CHECK(found(memory, number) == 1);
    CHECK(found(memory, 1) == 2);
    CHECK(found(memory, 6) == 0);
}

TEST_CASE("of the articles of a shard that share a band no more are given than asked for") {
    CopyMemory memory;
    memory.set_published({{"a", shard_of({1, 1, 1})}, {"b", shard_of({1})}});
    CHECK(memory.published_with_band(band_key(sketch_of_number(1), 0), 2).size() == 3);
}
