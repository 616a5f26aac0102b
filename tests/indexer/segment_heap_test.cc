// Small blocks of memory, taken from chunks and given back.

#include "indexer/segment_heap.h"

#include <cstring>
#include <set>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using namespace sitrep;

namespace {

constexpr std::size_t chunk_size = 128 << 10;

// Filled, so that two blocks at one place would show.
void* filled_block(std::size_t size, int value) {
    void* const block = SegmentHeap::allocate(size);
    if (block != nullptr) std::memset(block, value, size);
    return block;
}

bool is_filled(const void* block, std::size_t size, int value) {
    const auto* const bytes = static_cast<const unsigned char*>(block);
    for (std::size_t i = 0; i < size; ++i)
        if (bytes[i] != static_cast<unsigned char>(value)) return false;
    return true;
}

std::uintptr_t chunk_of(const void* block) {
    return reinterpret_cast<std::uintptr_t>(block) / chunk_size;
}

} // namespace

TEST_CASE("blocks come from the heap within a scope, where they are small") {
    CHECK(SegmentHeap::allocate(8) == nullptr);
    {
        const SegmentHeap::Scope scope;
        CHECK(SegmentHeap::allocate(SegmentHeap::largest + 1) == nullptr);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, SegmentHeap::largest}) {
            void* const block = SegmentHeap::allocate(size);
            REQUIRE(block != nullptr);
            CHECK(SegmentHeap::owns(block));
            CHECK(reinterpret_cast<std::uintptr_t>(block) % SegmentHeap::alignment == 0);
            SegmentHeap::free(block);
        }
    }
    CHECK(SegmentHeap::allocate(8) == nullptr);
    const int elsewhere = 0;
    CHECK_FALSE(SegmentHeap::owns(&elsewhere));
    CHECK_FALSE(SegmentHeap::owns(nullptr));
}

TEST_CASE("blocks do not overlap, and keep what they hold behind their scope") {
    constexpr std::size_t count = 20'000;
    std::vector<void*> blocks;
    const auto size_of = [](std::size_t i) { return i % 97 + 1; };
    {
        const SegmentHeap::Scope scope;
        for (std::size_t i = 0; i < count; ++i)
            blocks.push_back(filled_block(size_of(i), static_cast<int>(i % 251)));
    }
    {
        const SegmentHeap::Scope scope; // takes no chunk in which there are blocks
        for (int i = 0; i < 5000; ++i) SegmentHeap::free(filled_block(64, 255));
    }
    for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(blocks[i] != nullptr);
        REQUIRE(is_filled(blocks[i], size_of(i), static_cast<int>(i % 251)));
        SegmentHeap::free(blocks[i]);
    }
}

TEST_CASE("a chunk serves again once its last block is freed, and not before") {
    void* kept = nullptr;
    std::set<std::uintptr_t> chunks;
    {
        const SegmentHeap::Scope scope;
        kept = filled_block(16, 7);
        std::vector<void*> blocks;
        for (std::size_t bytes = 0; bytes < 3 * chunk_size; bytes += 512)
            blocks.push_back(SegmentHeap::allocate(512));
        for (void* const block : blocks) {
            chunks.insert(chunk_of(block));
            SegmentHeap::free(block);
        }
    }
    CHECK(SegmentHeap::trim() >= (chunks.size() - 2) * (chunk_size - 4096));
    bool is_reused = false;
    {
        const SegmentHeap::Scope scope;
        for (std::size_t bytes = 0; bytes < 10 * chunk_size; bytes += 512) {
            void* const block = SegmentHeap::allocate(512);
            CHECK(chunk_of(block) != chunk_of(kept));
            is_reused = is_reused || chunks.contains(chunk_of(block));
            SegmentHeap::free(block);
        }
    }
    CHECK(is_reused);
    CHECK(is_filled(kept, 16, 7));
    SegmentHeap::free(kept);
}

TEST_CASE("threads free each other's blocks") {
    constexpr std::size_t count = 30'000;
    std::vector<std::vector<void*>> of_thread(2);
    const auto take = [&](std::size_t self) {
        const SegmentHeap::Scope scope;
        for (std::size_t i = 0; i < count; ++i)
            of_thread[self].push_back(filled_block(24, static_cast<int>(self + 1)));
    };
    std::size_t wrong = 0;
    {
        std::thread other(take, 1);
        take(0);
        other.join();
    }
    const auto check_and_free = [&](std::size_t of, std::size_t parity) {
        for (std::size_t i = parity; i < count; i += 2) {
            if (!is_filled(of_thread[of][i], 24, static_cast<int>(of + 1))) ++wrong;
            SegmentHeap::free(of_thread[of][i]);
        }
    };
    std::thread other([&] {
        for (const std::size_t of : {0, 1})
            for (std::size_t i = 0; i < count; i += 2) SegmentHeap::free(of_thread[of][i]);
    });
    check_and_free(0, 1);
    check_and_free(1, 1);
    other.join();
    CHECK(wrong == 0);
}
