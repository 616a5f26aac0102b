#include "indexer/segment_heap.h"

#include <atomic>
#include <cstdint>
#include <mutex>

#include <sys/mman.h>

// Nothing here may allocate: operator new calls it.

namespace sitrep {
namespace {

constexpr std::size_t chunk_size = 128 << 10;
// Of addresses, not of memory: whether a block is from a chunk must be told from where it lies.
constexpr std::size_t reserved_size = std::size_t{16} << 30;

// Stands at the start of its chunk.
struct alignas(64) Chunk {
    // Blocks not freed. While a thread takes blocks from the chunk it is `in_use` more, less the
    // blocks taken, so that taking one need not count.
    std::atomic<std::uint32_t> blocks;
    Chunk* next_free;
};
constexpr std::uint32_t in_use = 1U << 30;

// Where this thread takes its next block.
struct Place {
    char* next = nullptr;
    char* end = nullptr;
    Chunk* chunk = nullptr;
    std::uint32_t taken = 0;
    bool is_in_scope = false;
};
thread_local constinit Place place;

// The reserved addresses; all zero until the first chunk is made.
constinit std::atomic<std::uintptr_t> base{0};
constinit std::atomic<std::size_t> reserved{0};

// Chunks without blocks, and what was never a chunk.
constinit std::mutex chunks_mutex;
constinit Chunk* free_chunks = nullptr;
constinit std::size_t made = 0;    // bytes
constinit bool is_refused = false; // the reservation

// Where addresses are limited (ulimit -v, no overcommit) it is refused, and blocks come from
// malloc().
bool reserve() {
    void* const memory = mmap(nullptr, reserved_size + chunk_size, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    is_refused = memory == MAP_FAILED;
    if (is_refused) return false;
    const auto begin = reinterpret_cast<std::uintptr_t>(memory);
    base.store((begin + chunk_size - 1) & ~(chunk_size - 1), std::memory_order_relaxed);
    reserved.store(reserved_size, std::memory_order_release);
    return true;
}

Chunk* take_chunk() {
    const std::scoped_lock lock(chunks_mutex);
    Chunk* chunk = free_chunks;
    if (chunk != nullptr) {
        free_chunks = chunk->next_free;
    } else {
        if (is_refused) return nullptr;
        if (reserved.load(std::memory_order_relaxed) == 0 && !reserve()) return nullptr;
        if (made == reserved_size) return nullptr;
        chunk = reinterpret_cast<Chunk*>(base.load(std::memory_order_relaxed) + made);
        made += chunk_size;
    }
    chunk->blocks.store(in_use, std::memory_order_relaxed);
    return chunk;
}

void remove_blocks(Chunk* chunk, std::uint32_t count) {
    if (chunk->blocks.fetch_sub(count, std::memory_order_acq_rel) != count) return;
    const std::scoped_lock lock(chunks_mutex);
    chunk->next_free = free_chunks;
    free_chunks = chunk;
}

void leave_chunk() {
    if (place.chunk != nullptr) remove_blocks(place.chunk, in_use - place.taken);
    place.chunk = nullptr;
    place.next = place.end = nullptr;
    place.taken = 0;
}

bool enter_chunk() {
    leave_chunk();
    place.chunk = take_chunk();
    if (place.chunk == nullptr) return false;
    place.next = reinterpret_cast<char*>(place.chunk) + sizeof(Chunk);
    place.end = reinterpret_cast<char*>(place.chunk) + chunk_size;
    return true;
}

} // namespace

SegmentHeap::Scope::Scope() {
    place.is_in_scope = true;
}

SegmentHeap::Scope::~Scope() {
    leave_chunk();
    place.is_in_scope = false;
}

void* SegmentHeap::allocate(std::size_t size) noexcept {
    if (!place.is_in_scope || size > largest) return nullptr;
    size = size == 0 ? alignment : (size + alignment - 1) & ~(alignment - 1);
    if (static_cast<std::size_t>(place.end - place.next) < size && !enter_chunk()) return nullptr;
    void* const block = place.next;
    place.next += size;
    ++place.taken;
    return block;
}

bool SegmentHeap::owns(const void* block) noexcept {
    const std::size_t size = reserved.load(std::memory_order_acquire);
    return reinterpret_cast<std::uintptr_t>(block) - base.load(std::memory_order_relaxed) < size;
}

void SegmentHeap::free(void* block) noexcept {
    const std::uintptr_t chunk = reinterpret_cast<std::uintptr_t>(block) & ~(chunk_size - 1);
    remove_blocks(reinterpret_cast<Chunk*>(chunk), 1);
}

std::size_t SegmentHeap::trim() noexcept {
    const std::scoped_lock lock(chunks_mutex);
    std::size_t bytes = 0;
    // The first page holds the list.
    constexpr std::size_t page = 4096;
    for (Chunk* chunk = free_chunks; chunk != nullptr; chunk = chunk->next_free)
        if (madvise(reinterpret_cast<char*>(chunk) + page, chunk_size - page, MADV_DONTNEED) == 0)
            bytes += chunk_size - page;
    return bytes;
}

} // namespace sitrep
